/** Pages that a test writes itself, on a host of their own. */
import { serverOf, type Routes } from './shared/http';
import { listen } from './shared/listen';

export interface Pages {
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

/** @param pages Bodies by path. */
export async function startPages(pages: Readonly<Record<string, string>>): Promise<Pages> {
  const routes: Routes = Object.fromEntries(
    Object.entries(pages).map(([path, body]) => [
      `GET ${path}`,
      () => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: whole(body) }),
    ]),
  );
  const { port, stop } = await listen(() => serverOf(routes), 0);
  return { origin: `http://desk.localhost:${port}`, stop };
}

function whole(body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Desk</title></head><body>${body}</body></html>`;
}
