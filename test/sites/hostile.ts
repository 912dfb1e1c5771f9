/** Pages that lie, hide, crowd or run away. On any host: `*.localhost`, or another name by --host-resolver-rules. */
import { toDataURL } from 'qrcode';
import { fieldPages } from './hostile-fields';
import * as pages from './hostile-pages';
import { code } from './s2/sign-in-pages';
import { file, serverOf, type Reply, type Routes } from './shared/http';
import { listen } from './shared/listen';

export interface Hostile {
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

interface Options {
  /** Only names the origin; what resolves it to this machine is the caller's. */
  readonly host?: string;
  /** 0, or nothing, for any free one. */
  readonly port?: number;
}

export async function startHostile({ host = 'hostile.localhost', port = 0 }: Options = {}): Promise<Hostile> {
  const { port: chosen, stop } = await listen(() => serverOf(routes), port);
  return { origin: `http://${host}:${chosen}`, stop };
}

/** Without the policy of the demo sites: these pages script and style themselves. */
const show = (body: string): Reply => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
});

const routes: Routes = {
  'GET /': () => show(pages.plain('Nothing here', 'A page without any field.')),
  /** To the letter what the real site shows, on another host. */
  'GET /lookalike': () => show(code()),
  'GET /site.css': file('shared/site.css', 'text/css'),
  'GET /frames': ({ query }) => show(pages.frames(query.getAll('cross'))),
  'GET /code-box': () => show(pages.codeBox()),
  'GET /many-inputs': () => show(pages.manyInputs(3000)),
  'GET /elements': () => show(pages.manyElements(5000)),
  'GET /hidden': () => show(pages.hidden()),
  'GET /slow': () => show(pages.slow()),
  'GET /gone': () => show(pages.codeBox()),
  'GET /ten-thousand-inputs': () => show(pages.manyInputs(10_000)),
  ...Object.fromEntries(
    Object.entries(fieldPages).map(([name, make]) => [`GET /fields/${name}`, () => show(make())]),
  ),
  'GET /qr': async ({ query }) => show(await qr(query)),
};

/**
 * One picture for each `text`. `at=left,top` and `size` (CSS pixels, quiet zone included) belong to the `text` of the
 * same place in the row; without them codes of 240 stand in rows of four.
 */
async function qr(query: URLSearchParams): Promise<string> {
  const [places, sizes] = [query.getAll('at'), query.getAll('size')];
  const pictures = query.getAll('text').map(async (text, index) => {
    const size = /^\d{2,4}$/.test(sizes[index] ?? '') ? Number(sizes[index]) : 240;
    const [left, top] = /^\d{1,4},\d{1,4}$/.test(places[index] ?? '')
      ? places[index]!.split(',').map(Number)
      : [(index % 4) * 280 + 20, Math.floor(index / 4) * 280 + 80];
    const src = await toDataURL(text, { errorCorrectionLevel: 'L', width: size * 2 });
    return { src, size, left: left!, top: top! };
  });
  return pages.qrCodes(await Promise.all(pictures));
}
