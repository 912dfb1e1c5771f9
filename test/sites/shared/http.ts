/** Just enough of a web framework: a table of routes, each a function from a request to a reply. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { readFileSync } from 'node:fs';

export interface Request {
  readonly query: URLSearchParams;
  /** The fields of a form, or the texts at the top of a JSON object. */
  readonly body: URLSearchParams;
  readonly cookie: (name: string) => string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export type Routes = Readonly<
  Record<`${'GET' | 'POST'} /${string}`, (request: Request) => Reply | Promise<Reply>>
>;

const MAX_BODY = 16_384;

/** Scripts, styles and images from here alone. Frames are left open: the tests put these pages into hostile ones. */
const OWN_ONLY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

export const show = (body: string, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': OWN_ONLY },
  body,
});

export const json = (value: unknown, status = 200, headers: Reply['headers'] = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

export const redirect = (location: string, headers: Reply['headers'] = {}): Reply => ({
  status: 303,
  headers: { location, ...headers },
});

/** A file of ours; `path` is relative to test/sites. */
export function file(path: string, type: 'text/css' | 'text/javascript'): () => Reply {
  const body = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  return () => ({ status: 200, headers: { 'content-type': `${type}; charset=utf-8` }, body });
}

export const setCookie = (name: string, value: string) => ({
  'set-cookie': `${name}=${value}; HttpOnly; SameSite=Lax; Path=/`,
});

export const dropCookie = (name: string) => ({
  'set-cookie': `${name}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0`,
});

const failure = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

export function serverOf(routes: Routes): Server {
  const table = new Map(
    Object.entries({ 'GET /favicon.ico': () => ({ status: 204, headers: {} }), ...routes }),
  );
  return createServer((incoming, response) => {
    void answer(incoming, table).then(({ status, headers, body }) => {
      // same-origin, not no-referrer: with that the browser would send a form's Origin as "null".
      response.writeHead(status, {
        'cache-control': 'no-store',
        'referrer-policy': 'same-origin',
        ...headers,
      });
      response.end(body);
    });
  });
}

async function answer(
  incoming: IncomingMessage,
  table: ReadonlyMap<string, Routes['GET /']>,
): Promise<Reply> {
  const { method = 'GET', headers } = incoming;
  try {
    const url = new URL(incoming.url ?? '/', 'http://site.localhost');
    const handle = table.get(`${method} ${url.pathname}`);
    // What only takes a form was left in the address bar by an answer to it.
    if (method === 'GET' && handle === undefined && table.has(`POST ${url.pathname}`)) return redirect('/');
    if (handle === undefined) return failure(404, 'There is no such page here.');
    const foreign = headers.origin !== undefined && headers.origin !== `http://${headers.host ?? ''}`;
    if (method === 'POST' && foreign) return failure(403, 'That came from another site.');
    const body = await readBody(incoming);
    if (body === undefined) return failure(400, 'That cannot be read.');
    return await handle({
      query: url.searchParams,
      body,
      cookie: (name) => readCookie(headers.cookie, name),
    });
  } catch (error) {
    console.error('demo site', error);
    return failure(500, 'The demo site made a mistake. Its console says which.');
  }
}

/** Nothing where it is too long, or not what it says it is. */
async function readBody(incoming: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = '';
  for await (const part of incoming.setEncoding('utf8')) {
    if (text.length <= MAX_BODY) text += String(part); // Read to its end even so: the reply waits for that.
  }
  if (text.length > MAX_BODY) return undefined;
  return incoming.headers['content-type']?.startsWith('application/json') === true
    ? fromJson(text)
    : new URLSearchParams(text);
}

function fromJson(text: string): URLSearchParams | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const fields = Object.entries(value ?? {}) as [string, unknown][];
    return new URLSearchParams(
      fields.filter((field): field is [string, string] => typeof field[1] === 'string'),
    );
  } catch {
    return undefined;
  }
}

function readCookie(header = '', name: string): string | undefined {
  const found = header.split('; ').find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}
