/** Vaults that former versions left open in this one, whole, also where it was interrupted while bringing them up to date. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { decodeCanonical } from '../../lib/encoding/cbor';
import { ask } from './actions';
import type { Extension } from './extension';
import { expect, test } from './fixtures';

interface Vector {
  readonly passphrase: string;
  /** Hex. */
  readonly header: string;
  readonly records: Readonly<Record<string, string>>;
}

const vectors = path.resolve(import.meta.dirname, '../corpus/vault-vectors');
const former = ['layout-1.json', 'basic.json']
  .map((name) => path.join(vectors, name))
  .find((file) => existsSync(file));
const vector = JSON.parse(readFileSync(former ?? '', 'utf8')) as Vector;

/** What an engine holds: hex by key, the header under `header`. */
type Dump = Readonly<Record<string, string>>;

const layout1: Dump = { header: vector.header, ...vector.records };
const REMAINS = 'remains/2026-01-01T00:00:00.000Z-before-layout-2';
const kept: Dump = Object.fromEntries(
  Object.entries(layout1).map(([key, hex]) => [`${REMAINS}/${key}`, hex]),
);

/** Makes IndexedDB hold exactly this, and `storage.local` nothing of the vault. */
async function putFirst(view: Page, dump: Dump): Promise<void> {
  await view.evaluate(async (entries) => {
    const request = indexedDB.open('lockstep-vault', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('header');
      request.result.createObjectStore('records');
    };
    await new Promise((resolve, reject) => {
      request.onsuccess = resolve;
      request.onerror = () => reject(new Error('The database does not open.'));
    });
    const change = request.result.transaction(['header', 'records'], 'readwrite');
    change.objectStore('header').clear();
    change.objectStore('records').clear();
    for (const [key, hex] of entries) {
      const bytes = Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
      if (key === 'header') change.objectStore('header').put(bytes, 'current');
      else change.objectStore('records').put(bytes, key);
    }
    await new Promise((resolve) => (change.oncomplete = resolve));
    request.result.close();
  }, Object.entries(dump));
}

/** Everything in IndexedDB's vault, and everything in `storage.local`. */
async function dumpAll(view: Page): Promise<{ first: Dump; local: Readonly<Record<string, unknown>> }> {
  return view.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('The database does not answer.'));
      });
    const database = await done(indexedDB.open('lockstep-vault'));
    const first: Record<string, string> = {};
    for (const name of ['header', 'records']) {
      const store = database.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      for (const [i, key] of keys.entries()) {
        const bytes = values[i] as Uint8Array;
        first[name === 'header' ? 'header' : (key as string)] = Array.from(bytes, (byte) =>
          byte.toString(16).padStart(2, '0'),
        ).join('');
      }
    }
    database.close();
    return { first, local: await chrome.storage.local.get(null) };
  });
}

function layoutOf(header: string | undefined): unknown {
  const [body] = decodeCanonical(Buffer.from(header ?? '', 'hex')) as [Uint8Array];
  return (decodeCanonical(body) as Record<string, unknown>)['layout'];
}

const toHex = (base64: unknown): string =>
  Buffer.from(typeof base64 === 'string' ? base64 : '', 'base64').toString('hex');

/** A profile in which IndexedDB holds this, and the browser was started again since. */
async function profileOf(start: () => Promise<Extension>, dump: Dump, local: object = {}): Promise<Page> {
  const extension = await start();
  const view = await extension.openView('manager.html');
  await putFirst(view, dump);
  await view.evaluate((values) => chrome.storage.local.set(values), local);
  await extension.close();
  return (await start()).openView('manager.html');
}

async function unlock(view: Page): Promise<void> {
  await ask(view, 'vault/unlock', { proof: { type: 'passphrase', passphrase: vector.passphrase } });
}

/** The vault that the vector tells of: one account, all of it in both engines, in the present layout. Locks it. */
async function expectWhole(view: Page): Promise<void> {
  await expect.poll(async () => layoutOf((await dumpAll(view)).first['header']), { timeout: 10_000 }).toBe(2);
  expect(await ask(view, 'vault/health')).toMatchObject({ damage: null, copies: 'both', full: false });
  expect(await ask<object[]>(view, 'accounts/list')).toMatchObject([
    { accountName: 'alice@example.example' },
  ]);
  await ask(view, 'vault/lock'); // Notes for the activity log are written before it, and nothing after.
  const { first, local } = await dumpAll(view);
  expect(toHex(local['vault/header'])).toBe(first['header']);
  const second = Object.entries(local)
    .filter(([name]) => /^vault\/\w+\/..$/.test(name))
    .flatMap(([, shard]) => Object.values(shard as object).map(toHex));
  for (const [key, hex] of Object.entries(first)) {
    if (key !== 'header' && !key.startsWith('remains/'))
      expect(second, `the second copy of ${key}`).toContain(hex);
  }
}

test('a vault of the first layout opens, gets its second copy, and is kept as it was', async ({ start }) => {
  const view = await profileOf(start, layout1);
  await unlock(view);
  await expectWhole(view);
  const { first } = await dumpAll(view);
  const remains = Object.keys(first).filter((key) => key.startsWith('remains/'));
  expect(remains).toHaveLength(Object.keys(layout1).length);
  for (const key of remains) {
    const former = key.split('/').slice(2).join('/');
    // The way that it was unlocked with may have been wrapped anew before.
    if (former === 'header') expect(layoutOf(first[key])).toBeUndefined();
    else expect(first[key], former).toBe(layout1[former]);
  }
});

/** Stops in the middle of bringing it up to date, as stored states. */
const halves: readonly [
  string,
  (up: { first: Dump; local: Record<string, unknown> }) => { first: Dump; local: object },
][] = [
  ['its remains were kept and nothing else', () => ({ first: { ...layout1, ...kept }, local: {} })],
  ['the second copy is missing', ({ first }) => ({ first, local: {} })],
  ['only the second copy is new', ({ local }) => ({ first: { ...layout1, ...kept }, local })],
  [
    'a part of the remains is missing',
    () => ({ first: { ...layout1, ...Object.fromEntries(Object.entries(kept).slice(1)) }, local: {} }),
  ],
];

for (const [name, halve] of halves) {
  test(`a vault opens whole that was being brought up to date when ${name}`, async ({ start, extension }) => {
    const view = await extension.openView('manager.html');
    await putFirst(view, layout1);
    await unlock(view);
    await expectWhole(view);
    const { first, local } = halve(await dumpAll(view));
    await view.evaluate(async () =>
      chrome.storage.local.remove(Object.keys(await chrome.storage.local.get(null))),
    );
    await extension.close();
    const after = await profileOf(start, first, local);
    await unlock(after);
    await expectWhole(after);
  });
}

test('an installation and an update write nothing to the vault', async ({ start }) => {
  const view = await profileOf(start, layout1);
  await unlock(view);
  await expectWhole(view);
  const before = await dumpAll(view);
  const worker = view.context().serviceWorkers()[0]!;
  for (const details of [{ reason: 'install' }, { reason: 'update', previousVersion: '0.0.1' }]) {
    await worker.evaluate((told) => {
      (chrome.runtime.onInstalled as unknown as { dispatch(details: object): void }).dispatch(told);
    }, details);
  }
  // Done with all that the two have to do: the menu is there.
  await expect
    .poll(() =>
      worker.evaluate(
        () =>
          new Promise<boolean>((resolve) => {
            chrome.contextMenus.update('fill', {}, () => resolve(chrome.runtime.lastError === undefined));
          }),
      ),
    )
    .toBe(true);
  // And answered after whatever else they had set going.
  await ask(view, 'vault/status');
  expect(await dumpAll(view)).toEqual(before);
});
