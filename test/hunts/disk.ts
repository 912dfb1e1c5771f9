/**
 * What a power cut leaves of files that were being written.
 *
 * The model is that of a file system with one journal, such as ext4 in its usual mode: names (files made, renamed,
 * removed) become lasting in the order in which they were changed, all of them whenever anything is synced; the content
 * of a file becomes lasting only when that file itself is synced. Whatever was written since may be there or not. Three
 * outcomes are made of it:
 *
 * - `least`: nothing but what has to be there; a file that was never synced is there, and empty.
 * - `all`: everything that was written, as when the machine still got round to it.
 * - `torn`: of the changes of names a part from the first on, and of each file's content a part from the first on,
 *   the last write itself cut short; each part chosen by chance.
 *
 * Not in the model: disks that say a sync is done when it is not, writes that reach the disk in another order within one
 * file, and damage to what was synced before. The second of these is met by the engines' own checksums, which the hunt
 * that damages their files tries.
 */
import type { Dice } from './dice';

export type DiskEvent =
  | { readonly kind: 'created'; readonly path: string }
  | { readonly kind: 'written'; readonly path: string; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncated'; readonly path: string; readonly size: number }
  | { readonly kind: 'renamed'; readonly path: string; readonly to: string }
  | { readonly kind: 'removed'; readonly path: string }
  /** What was written before it began is lasting when it has ended. */
  | { readonly kind: 'sync-begun'; readonly sync: number; readonly path: string }
  | { readonly kind: 'sync-ended'; readonly sync: number }
  | { readonly kind: 'acknowledged'; readonly change: string };

export const OUTCOMES = ['least', 'all', 'torn'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export type Files = ReadonlyMap<string, Uint8Array>;

type Content = Extract<DiskEvent, { kind: 'written' | 'truncated' }>;
type Naming = Extract<DiskEvent, { kind: 'created' | 'renamed' | 'removed' }>;

/** A file by itself, whatever it is called. */
interface File {
  lasting: Uint8Array;
  since: Content[];
}

type Names = Map<string, File>;

interface Sync {
  readonly file: File | undefined;
  readonly contents: number;
  readonly namings: number;
}

export type Disk = ReturnType<typeof createDisk>;

/** @param before What lay there, all of it lasting. */
export function createDisk(before: Files) {
  const names: Names = new Map([...before].map(([path, lasting]) => [path, { lasting, since: [] }]));
  const lasting: Names = new Map(names);
  /** With the file that each made, so that a name can be given later. */
  let namings: { event: Naming; file: File | undefined }[] = [];
  const syncs = new Map<number, Sync>();
  /** How many were let go from the front of a list since a sync has begun. */
  const settled = new Map<File | 'names', number>();
  const gone = (of: File | 'names') => settled.get(of) ?? 0;

  function naming(event: Naming): void {
    if (event.kind === 'created' && names.has(event.path)) return;
    const file = event.kind === 'created' ? { lasting: new Uint8Array(), since: [] } : undefined;
    namings.push({ event, file });
    applyNaming(names, event, file);
  }

  function endSync({ file, contents, namings: until }: Sync): void {
    const named = Math.max(0, until - gone('names'));
    for (const { event, file: made } of namings.slice(0, named)) applyNaming(lasting, event, made);
    namings = namings.slice(named);
    settled.set('names', gone('names') + named);
    if (!file) return;
    const written = Math.max(0, contents - gone(file));
    file.lasting = contentOf(file, written);
    file.since = file.since.slice(written);
    settled.set(file, gone(file) + written);
  }

  return {
    apply(event: DiskEvent): void {
      switch (event.kind) {
        case 'written':
        case 'truncated':
          names.get(event.path)?.since.push(event);
          return;
        case 'created':
        case 'renamed':
        case 'removed':
          naming(event);
          return;
        case 'sync-begun': {
          const file = names.get(event.path);
          const contents = file ? gone(file) + file.since.length : 0;
          syncs.set(event.sync, { file, contents, namings: gone('names') + namings.length });
          return;
        }
        case 'sync-ended':
          endSync(syncs.get(event.sync)!);
          syncs.delete(event.sync);
          return;
        case 'acknowledged':
          return;
      }
    },

    /** What would be found if the power went now. */
    cut(outcome: Outcome, dice: Dice): Files {
      const found: Names = new Map(outcome === 'all' ? names : lasting);
      if (outcome === 'torn') {
        for (const { event, file } of namings.slice(0, dice.below(namings.length + 1)))
          applyNaming(found, event, file);
      }
      return new Map([...found].map(([path, file]) => [path, cutContent(file, outcome, dice)]));
    },
  };
}

function applyNaming(names: Names, event: Naming, made: File | undefined): void {
  if (event.kind === 'created') {
    if (made) names.set(event.path, made);
    return;
  }
  const file = names.get(event.path);
  names.delete(event.path);
  if (event.kind === 'renamed' && file) names.set(event.to, file);
}

function cutContent(file: File, outcome: Outcome, dice: Dice): Uint8Array {
  if (outcome === 'least') return file.lasting;
  if (outcome === 'all') return contentOf(file, file.since.length);
  const whole = dice.below(file.since.length + 1);
  const next = file.since[whole];
  const bytes = contentOf(file, whole);
  if (next?.kind !== 'written') return bytes;
  return write(bytes, { ...next, bytes: next.bytes.subarray(0, dice.below(next.bytes.length + 1)) });
}

function contentOf({ lasting, since }: File, number: number): Uint8Array {
  return since.slice(0, number).reduce((bytes, event) => write(bytes, event), lasting);
}

function write(bytes: Uint8Array, event: Content): Uint8Array {
  if (event.kind === 'truncated') return resize(bytes, event.size);
  const at = Number.isFinite(event.at) ? event.at : bytes.length;
  if (event.bytes.length === 0) return bytes;
  const written = resize(bytes, Math.max(bytes.length, at + event.bytes.length));
  written.set(event.bytes, at);
  return written;
}

function resize(bytes: Uint8Array, size: number): Uint8Array {
  const resized = new Uint8Array(size);
  resized.set(bytes.subarray(0, size));
  return resized;
}
