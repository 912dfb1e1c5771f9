import { defineUnlistedScript } from '#imports';
import { serve, unpackImage } from '../../lib/qr/serve';
import { createZxingEngine } from '../../lib/qr/zxing';

/** Shipped beside the scripts; where another place could be asked, policy forbids it. */
async function fetchEngine(): Promise<ArrayBuffer> {
  const response = await fetch('/zxing_reader.wasm');
  return response.arrayBuffer();
}

export default defineUnlistedScript(() => {
  serve(self, async () => createZxingEngine(await fetchEngine()), unpackImage);
});
