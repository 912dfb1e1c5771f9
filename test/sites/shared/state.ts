/** What outlives a restart: each site's enrolment, in one JSON file where the caller names one, else in memory. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';

const enrolment = v.strictObject({
  /** Base32. In clear: a key to seal it with would have to lie beside it. */
  secret: v.exactOptional(v.string()),
  /** Shown, but no code of it was confirmed: never asked for at sign-in. */
  pending: v.exactOptional(v.string()),
  /** The last step whose code was accepted. */
  lastStep: v.number(),
  /** Hashes of the recovery codes not yet spent. */
  recovery: v.array(v.string()),
});

const state = v.strictObject({ s2: enrolment, s4: enrolment });

export type Enrolment = v.InferOutput<typeof enrolment>;
export type SiteName = keyof v.InferOutput<typeof state>;

export const NOT_ENROLLED: Enrolment = { lastStep: -1, recovery: [] };

/** One site's part of the state. */
export interface Slot {
  readonly get: () => Enrolment;
  readonly set: (next: Enrolment) => void;
}

export interface State {
  readonly slot: (site: SiteName) => Slot;
  readonly reset: () => void;
}

export function openState(file: string | undefined): State {
  let current = file === undefined ? empty() : read(file);
  const save = (next: typeof current) => {
    current = next;
    if (file !== undefined) write(file, JSON.stringify(current));
  };
  return {
    slot: (site) => ({ get: () => current[site], set: (next) => save({ ...current, [site]: next }) }),
    reset: () => save(empty()),
  };
}

function empty(): v.InferOutput<typeof state> {
  return { s2: NOT_ENROLLED, s4: NOT_ENROLLED };
}

/** A file that is missing, or not ours, starts anew: it holds a demo's enrolment, nothing that would be missed. */
function read(file: string): v.InferOutput<typeof state> {
  try {
    return v.parse(state, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return empty();
  }
}

/** By renaming, so that a server killed while it writes leaves the old file or the new one. */
function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
