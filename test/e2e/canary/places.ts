/** Where something that must not be readable could have been left: one list of places, each with what lies there. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { findIn, type Needle } from './forms';
import { readLog, readTable } from './leveldb';

export interface Place {
  readonly where: string;
  readonly bytes: Uint8Array;
}

export function search(places: Iterable<Place>, sought: readonly Needle[]): string[] {
  return [...places].flatMap(({ where, bytes }) =>
    findIn(bytes, sought).map((name) => `${name}, in ${where}`),
  );
}

/** Every file, as it lies and as LevelDB means it. */
export function* filesIn(profile: string): Generator<Place> {
  for (const file of readdirSync(profile, { recursive: true, encoding: 'utf8' })) {
    const full = path.join(profile, file);
    const bytes = readIfFile(full);
    if (!bytes) continue;
    yield { where: file, bytes: Buffer.concat([Buffer.from(`${file}\n`), bytes]) };
    if (file.endsWith('.ldb')) yield { where: `${file}, read as a table`, bytes: readTable(bytes) };
    if (/\d{6}\.log$/.test(file)) yield { where: `${file}, read as a log`, bytes: readLog(bytes) };
  }
}

/** Nothing where it is no file, or was one just now: a browser at work makes and removes them. */
function readIfFile(file: string): Buffer | undefined {
  try {
    return statSync(file).isFile() ? readFileSync(file) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What the extension keeps, as its own pages can read it. */
export async function storageOf(view: Page): Promise<Place[]> {
  const dumps = await view.evaluate(async () => {
    const found: [string, string][] = [];
    for (const area of ['local', 'session', 'sync'] as const) {
      found.push([`storage.${area}`, JSON.stringify(await chrome.storage[area].get(null))]);
    }
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const values = database.transaction(store).objectStore(store);
        const all = [await done(values.getAllKeys()), await done(values.getAll())].flat();
        found.push([`IndexedDB ${name} ${store}`, all.map(show).join('\n')]);
      }
      database.close();
    }
    found.push(['localStorage', JSON.stringify(Object.entries(localStorage))]);
    return found;

    function done<T>(request: IDBRequest<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('The database does not answer.'));
      });
    }

    /** Bytes as characters of one byte each. */
    function show(value: unknown): string {
      if (value instanceof Uint8Array) return Array.from(value, (byte) => String.fromCharCode(byte)).join('');
      return typeof value === 'string' ? value : JSON.stringify(value);
    }
  });
  // Texts beyond one byte a character are searched as they would lie on a disk.
  return dumps.flatMap(([where, text]) => [
    { where, bytes: Buffer.from(text, 'latin1') },
    { where, bytes: Buffer.from(text) },
  ]);
}

/** What every open page shows, with what stands in its fields. */
export async function pagesOf(context: BrowserContext): Promise<Place[]> {
  return Promise.all(
    context.pages().map(async (page) => {
      const text = await page.evaluate(() => {
        const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea, select')];
        return [document.title, document.documentElement.outerHTML, ...fields.map(({ value }) => value)].join(
          '\n',
        );
      });
      return {
        where: `the page ${new URL(page.url()).pathname}`,
        bytes: Buffer.from(`${page.url()}\n${text}`),
      };
    }),
  );
}

/** Collects all that is said on any console and asked of any server, from now on. */
export function overhear(context: BrowserContext): () => Place[] {
  const console: string[] = [];
  const network: string[] = [];
  context.on('console', (message) => void console.push(message.text()));
  context.on(
    'weberror',
    (error) => void console.push(`${error.error().message}\n${error.error().stack ?? ''}`),
  );
  context.on('request', (request) => {
    network.push([request.url(), JSON.stringify(request.headers()), request.postData() ?? ''].join('\n'));
  });
  return () => [
    { where: 'the console', bytes: Buffer.from(console.join('\n')) },
    { where: 'what was asked of servers', bytes: Buffer.from(network.join('\n')) },
  ];
}
