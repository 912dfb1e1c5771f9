import { defineUnlistedScript } from '#imports';
import { createJsqrEngine } from '../../lib/qr/jsqr';
import { serve, unpackImage } from '../../lib/qr/serve';

/** Started instead of `worker` where a policy forbids WebAssembly. */
export default defineUnlistedScript(() => {
  serve(self, () => Promise.resolve(createJsqrEngine(() => performance.now())), unpackImage);
});
