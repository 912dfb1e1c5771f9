/** How the stored vault fares, and what is done for it without being asked. */
import { equalBytes } from '../encoding/bytes';
import { Problem } from '../problem';
import type { Copies } from './engines/copies';
import { StaleError } from './engines/store';
import { heal } from './healing';
import { migrate } from './migrate';
import type { Damage, OpenVault } from './open-vault';
import type { CareNote, Parts } from './parts';
import { dropOldRemains, oldRemains } from './remains';
import { changeSettings, readSettings } from './settings';
import { dueSnapshot, takeSnapshot } from './snapshots';
import { bringBack } from './surplus';
import { eraseForGood, expired } from './trash';

export interface Health {
  readonly damage: Damage | undefined;
  /** The last change is in every copy. */
  readonly complete: boolean;
  readonly full: boolean;
  readonly mended: number;
  /** How many of these just now. */
  readonly mendedNow: number;
  /** A copy held what the other did not, and lies among the remains now. */
  readonly kept: boolean;
}

/** Both copies are looked through after each unlock, and this long after. */
const CHECK_AFTER_MS = 6 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const UNKNOWN: CareNote = { checkedAt: 0, tendedAt: 0, mended: 0, full: false };

export type Care = ReturnType<typeof createCare>;

export function createCare(parts: Parts) {
  const { options, door } = parts;
  const { care, exclusive, now } = options;
  return {
    /** Looks the vault through, and mends what can be. @throws {Problem} `vault-locked` */
    health: () => exclusive(() => health(parts)),

    /** The disk took no more: told until something was written again. */
    noteFull: () => noteFull(parts),

    /** What falls due after an unlock and with each new day (UTC). Nobody waits for it, and none of it stops the rest. */
    tend: () =>
      exclusive(async () => {
        const { copies } = options;
        const note = (await care.get()) ?? UNKNOWN;
        if (Math.floor(note.tendedAt / DAY_MS) === Math.floor(now() / DAY_MS)) return;
        const session = await options.session.peek();
        if (!session) return;
        // An empty vault has nothing to be tended yet: it is looked at again.
        const { sets } = await door.opened();
        if (sets.header().sets['account']?.count) await care.set({ ...note, tendedAt: now() });
        for (const chore of [
          (open: OpenVault) => migrate(open, copies, now()),
          (open: OpenVault) => snapshotIfDue(parts, open),
          // Who may only look lets nothing go.
          ...(session.role === 'owner' ? [(open: OpenVault) => sweep(parts, open)] : []),
        ]) {
          try {
            await chore(await door.opened());
          } catch (error) {
            if (error instanceof StaleError) door.forget();
            else if (!(error instanceof Problem)) throw error;
            else if (error.code === 'vault-locked') return;
            else if (error.code === 'storage-full') await noteFull(parts);
          }
        }
      }),
  };
}

async function noteFull({ options: { care } }: Parts): Promise<void> {
  await care.set({ ...((await care.get()) ?? UNKNOWN), full: true });
}

async function snapshotIfDue({ options }: Parts, open: OpenVault): Promise<void> {
  const at = options.now();
  if (await dueSnapshot(open, at)) await takeSnapshot(open, options.shelf, open.sets.stored().bytes, at);
}

/**
 * Lets go of what was over its time already when it was last looked for, at least a day ago. A clock that is wrong once
 * destroys nothing by it: its time lies ahead when the right one is back, and counts for nothing.
 */
async function sweep({ options }: Parts, open: OpenVault): Promise<void> {
  const { copies, shelf } = options;
  const now = options.now();
  const { vaultId } = open.sets.header();
  const over = async (at: number) => ({
    ids: expired(await open.all(), at),
    remains: await oldRemains(copies, vaultId, at),
  });
  const due = await over(now);
  const { seenAt } = await readSettings(open);
  const isAhead = seenAt !== undefined && seenAt > now;
  if (!isAhead && due.ids.length === 0 && due.remains.length === 0) return;
  if (await open.damage()) return;
  const since = now - (seenAt ?? -Infinity);
  if (since >= 0 && since < DAY_MS) return;
  await changeSettings(open, (settings) => ({ ...settings, seenAt: now }));
  if (seenAt === undefined || isAhead) return;
  const { ids } = await over(seenAt);
  await dropOldRemains(copies, vaultId, seenAt);
  if (ids.length > 0) await eraseForGood(open, shelf, ids);
}

async function health({ options, door }: Parts): Promise<Health> {
  const { copies, care, now } = options;
  const known = (await care.get()) ?? UNKNOWN;
  const note = { ...known, full: known.full || copies.state().full };
  const before = await door.opened();
  const since = now() - note.checkedAt;
  const due = since < 0 || since > CHECK_AFTER_MS || !(await agree(options.copies));
  let [open, mendedNow, unmended, kept] = [before, 0, note.unmended ?? false, note.kept ?? false];
  if (due || note.full || unmended || (await before.damage())) {
    const healing = await heal(copies, before.sets.keys, `${new Date(now()).toISOString()}-before-healing`);
    // A header alone counts as well.
    mendedNow = healing.mended || healing.engines.length;
    unmended = healing.failed.length > 0;
    kept ||= healing.kept;
    if (healing.engines.length > 0) door.forget();
    open = await door.opened();
    // Where that fails, they lie among the remains.
    if (healing.later.length > 0) mendedNow += await bringBack(open, healing.later).catch(() => 0);
  }
  const full = note.full && !(await takesChanges(open));
  const checkedAt = due ? now() : note.checkedAt;
  const next = { ...note, checkedAt, mended: note.mended + mendedNow, full, unmended, kept };
  await care.set(next);
  // A header may agree over records that can't be read.
  const complete = !unmended && (await agree(copies));
  return { damage: await open.damage(), complete, full, mended: next.mended, mendedNow, kept };
}

/** Whether every copy holds the same header. */
async function agree(copies: Copies): Promise<boolean> {
  const [first, ...others] = await copies.headers();
  if (!first || first.failed) return false;
  return others.every(({ header, failed }) => {
    if (failed || header === undefined || first.header === undefined) return false;
    return equalBytes(header, first.header);
  });
}

/** Whether there is room again: found out by writing. */
async function takesChanges({ sets }: OpenVault): Promise<boolean> {
  try {
    await sets.commit([]);
    return true;
  } catch {
    return false;
  }
}
