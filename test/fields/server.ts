/** Serves a folder's pages under addresses that say nothing about them: the detector reads addresses. */
import { readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { listen } from '../sites/shared/listen';
import type { Case } from './folder';

export interface PageServer {
  readonly origin: string;
  addressOf(page: Case): string;
  readonly stop: () => Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.htm': 'text/html',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

export async function servePages(folder: string, pages: readonly Case[]): Promise<PageServer> {
  const { port, stop } = await listen(() => serverOf(folder, pages), 0);
  const origin = `http://localhost:${port}`;
  return { origin, addressOf: (page) => `${origin}/${pages.indexOf(page)}`, stop };
}

function serverOf(folder: string, pages: readonly Case[]): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const page = /^\/\d{1,6}$/.test(pathname) ? pages[Number(pathname.slice(1))]?.html : undefined;
    const body = page ?? fileOf(folder, pathname);
    const type = page === undefined ? TYPES[path.extname(pathname)] : 'text/html';
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': `${type ?? 'text/plain'}; charset=utf-8`,
      'cache-control': 'no-store',
    });
    response.end(body);
  });
}

/** A style, script or frame that a page names by its place beside it. */
function fileOf(folder: string, pathname: string): Buffer | undefined {
  const file = path.join(folder, path.posix.normalize(pathname));
  const isInside = file.startsWith(`${path.resolve(folder)}${path.sep}`);
  if (!isInside || !(path.extname(file) in TYPES)) return undefined;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file) : undefined;
}
