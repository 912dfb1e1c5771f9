/** Where a browser's profile keeps the two engines, and what can befall their files. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { KINDS } from '../../lib/vault/engines/store';
import type { Dice } from './dice';

export type Engine = 'first' | 'second';

/** Folders of an engine in a profile. Only folders of ours: the profile has no other extension. */
export const FOLDERS: Readonly<Record<Engine, string>> = {
  first: 'Default/IndexedDB',
  second: 'Default/Local Extension Settings',
};

export function putBack(template: string, profile: string): void {
  for (const folder of Object.values(FOLDERS)) {
    rmSync(path.join(profile, folder), { recursive: true, force: true });
    if (existsSync(path.join(template, folder))) {
      cpSync(path.join(template, folder), path.join(profile, folder), { recursive: true });
    }
  }
}

/** Files that hold something, by their paths. */
export function filesOf(profile: string, engine: Engine): string[] {
  const folder = path.join(profile, FOLDERS[engine]);
  return (
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(folder, file))
      .filter((file) => statSync(file).isFile() && statSync(file).size > 0)
      // The engine's own notes for people, which it never reads.
      .filter((file) => !/^LOG(\.old)?$/.test(path.basename(file)))
      .sort()
  );
}

const change = (file: string, alter: (bytes: Buffer) => void): void => {
  const bytes = readFileSync(file);
  alter(bytes);
  writeFileSync(file, bytes);
};

/** Inverts single bits, each in another place as far as chance goes. */
function flip(file: string, dice: Dice, number: number): void {
  change(file, (bytes) => {
    for (let n = 0; n < number; n++) {
      const at = dice.below(bytes.length);
      bytes[at] = bytes[at]! ^ (1 << dice.below(8));
    }
  });
}

/** Of a file of any size, somewhere in it. */
function zero(file: string, dice: Dice): void {
  change(file, (bytes) => {
    const start = dice.below(bytes.length);
    bytes.fill(0, start, start + dice.between(1, bytes.length - start));
  });
}

/** Most of what an engine holds lies in its largest files; the small ones say which those are. */
function chooseFile(files: readonly string[], dice: Dice): string {
  const [largest] = [...files].sort((a, b) => statSync(b).size - statSync(a).size);
  return dice.below(2) === 0 ? largest! : dice.pick(files);
}

type Damage = (files: readonly string[], dice: Dice) => void;

export const DAMAGES: Readonly<Record<string, Damage>> = {
  'one file truncated': (files, dice) => {
    const file = chooseFile(files, dice);
    change(file, () => undefined);
    writeFileSync(file, readFileSync(file).subarray(0, dice.below(statSync(file).size)));
  },
  'one bit flipped': (files, dice) => flip(chooseFile(files, dice), dice, 1),
  'many bits flipped': (files, dice) => {
    const file = chooseFile(files, dice);
    flip(file, dice, Math.ceil(statSync(file).size / dice.between(10, 1000)));
  },
  'one file zeroed from somewhere on': (files, dice) => zero(chooseFile(files, dice), dice),
  'all files zeroed': (files) => {
    for (const file of files) change(file, (bytes) => bytes.fill(0));
  },
  'one file deleted': (files, dice) => rmSync(chooseFile(files, dice)),
  'all files deleted': (files) => {
    for (const file of files) rmSync(file);
  },
  'all files truncated': (files, dice) => {
    for (const file of files)
      writeFileSync(file, readFileSync(file).subarray(0, dice.below(statSync(file).size)));
  },
};

/** What an engine holds of the vault: base64 by key, the header under `header`. */
export type Contents = Readonly<Record<string, string>>;

export interface Engines extends Record<Engine, Contents> {
  /** Those that the browser itself refuses to read: nothing that an extension may do brings them back. */
  readonly refused: readonly Engine[];
}

/** Reads both engines from a page of ours, without a line of the product's. One that can't be read holds nothing. */
export async function readEngines(view: Page): Promise<Engines> {
  return view.evaluate(async (kinds) => {
    type Shard = Record<string, string> | null;
    const base64 = (bytes: Uint8Array): string =>
      btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    const refused: Engine[] = [];
    const nothing =
      (engine: Engine): (() => Record<string, never>) =>
      () => {
        if (!refused.includes(engine)) refused.push(engine);
        return {};
      };
    const local: Record<string, string> = {};
    for (const kind of kinds) {
      // By name, as its owner does: what is listed may hold a former value that can't be read, and is no longer asked for.
      const names = Array.from({ length: 256 }, (_, n) => `vault/${kind}/${n.toString(16).padStart(2, '0')}`);
      const values = await chrome.storage.local.get<Record<string, Shard>>(names).catch(nothing('second'));
      for (const shard of Object.values(values)) {
        for (const [id, text] of Object.entries(shard ?? {})) local[`${kind}/${id}`] = text;
      }
    }
    const header = await chrome.storage.local
      .get<Record<string, string>>('vault/header')
      .catch(nothing('second'));
    local['header'] = Object.values(header)[0] ?? '';
    return { first: await readDatabase().catch(nothing('first')), second: local, refused };

    async function readDatabase(): Promise<Record<string, string>> {
      // Opening what is not there would make it, and make it wrongly.
      const known = await indexedDB.databases();
      if (!known.some(({ name }) => name === 'lockstep-vault')) return {};
      const database = await done(indexedDB.open('lockstep-vault'));
      try {
        const records = database.transaction(['header', 'records']).objectStore('records');
        const [keys, values] = await Promise.all([done(records.getAllKeys()), done(records.getAll())]);
        const header: unknown = await done(
          database.transaction('header').objectStore('header').get('current'),
        );
        const found = keys.map((key, i) => [key as string, values[i] as unknown] as const);
        return Object.fromEntries(
          [...(header === undefined ? [] : [['header', header] as const]), ...found].flatMap(
            ([key, value]) => (value instanceof Uint8Array ? [[key, base64(value)]] : []),
          ),
        );
      } finally {
        database.close();
      }
    }

    function done<T>(request: IDBRequest<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('IndexedDB does not say why.'));
      });
    }
  }, KINDS);
}

const OUTSIDE = /^(remains|aside)\//;

/** Keys that are missing in `found`, or are not what they were. */
export function differing(before: Contents, found: Contents): string[] {
  return Object.keys(before).filter((key) => !OUTSIDE.test(key) && before[key] !== found[key]);
}
