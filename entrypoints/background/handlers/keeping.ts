/** What is kept besides the accounts: the activity log, earlier states, backup files. */
import { toBase64 } from '../../../lib/encoding/bytes';
import { backupName, forBackup, writeBackup } from '../../../lib/vault/backup-file';
import { KINDS } from '../../../lib/vault/engines/store';
import { Problem } from '../../../lib/problem';
import { clearLog, readLog } from '../../../lib/vault/log';
import { logCsv } from '../../../lib/vault/log-csv';
import { listAccounts } from '../../../lib/vault/accounts/accounts';
import { lastSaved, newAccounts } from '../../../lib/vault/reminders';
import { listRemains } from '../../../lib/vault/remains';
import { compareSnapshot, restoreAccounts } from '../../../lib/vault/restore';
import { changeSettings, readSettings } from '../../../lib/vault/settings';
import { listSnapshots, takeSnapshot, tidySnapshots } from '../../../lib/vault/snapshots';
import { entryFor } from '../journal';
import { createChanged, createNote, type HandlerOptions, type Part } from './parts';

/** For programs: the same in every language. */
const CSV_HEADINGS = ['time', 'event', 'issuer', 'account', 'site', 'unlocked with', 'role', 'number'];

export function logHandlers({ vault, journal, now }: HandlerOptions): Part<'log'> {
  /** With all that waits to be written. */
  const entries = async () => {
    await journal.flush(vault);
    return vault.read(async (open) => (await readLog(open)).entries);
  };
  return {
    'log/list': async () => [...(await entries())].reverse(),
    'log/export': async () => {
      await journal.note(vault, { kind: 'export' });
      const csv = logCsv(await entries(), {
        headings: CSV_HEADINGS,
        kind: (kind) => kind,
        time: (at) => new Date(at).toISOString(),
      });
      return { csv };
    },
    'log/clear': async () => {
      const { length } = await entries();
      const session = await vault.session();
      await vault.change(async (open) => {
        if (session)
          await clearLog(open, await entryFor({ kind: 'log-cleared', count: length }, session, open, now()));
      });
      return null;
    },
  };
}

export function snapshotHandlers(options: HandlerOptions): Part<'snapshots'> {
  const { vault, shelf, now } = options;
  const changed = createChanged(options);
  const note = createNote(options);
  return {
    'snapshots/list': () => vault.read(listSnapshots),
    'snapshots/compare': ({ snapshotId }) =>
      vault.read((open) => compareSnapshot(open, shelf.blobs, snapshotId)),
    'snapshots/restore': async ({ snapshotId, accountIds }) => {
      const restored = await changed(async (open) => {
        // What is about to be overwritten can be had back.
        await takeSnapshot(open, shelf, open.sets.stored().bytes, now(), 'before');
        return restoreAccounts(open, shelf.blobs, snapshotId, accountIds ?? undefined, now());
      });
      note({ kind: 'snapshot-restore', count: restored.restored });
      return restored;
    },
  };
}

export function backupHandlers(options: HandlerOptions): Part<'backup'> {
  const { vault, now } = options;
  const changed = createChanged(options);
  const note = createNote(options);
  return {
    'backup/view': () =>
      vault.read(async (open) => {
        const { backup } = await readSettings(open);
        const savedAt = lastSaved(backup, now());
        const accounts = newAccounts(await listAccounts(open), savedAt);
        return { savedAt: savedAt ?? null, newAccounts: accounts, weeks: backup.weeks };
      }),
    'backup/make': () =>
      vault.read(async (open) => {
        if (await open.damage()) throw new Problem('vault-damaged');
        const at = now();
        const bytes = writeBackup(forBackup(await open.sets.store.read(KINDS)), at);
        return { name: backupName(at), base64: toBase64(bytes) };
      }),
    'backup/saved': async () => {
      await changed((open) =>
        changeSettings(open, ({ backup, ...rest }) => ({ ...rest, backup: { ...backup, savedAt: now() } })),
      );
      note({ kind: 'backup' });
      return null;
    },
    'backup/weeks': async ({ weeks }) => {
      await changed((open) =>
        changeSettings(open, ({ backup, ...rest }) => ({ ...rest, backup: { ...backup, weeks } })),
      );
      return null;
    },
  };
}

export function remainsHandlers(options: HandlerOptions): Part<'remains'> {
  const { vault, shelf } = options;
  const note = createNote(options);
  return {
    'remains/list': () =>
      vault.read(async ({ sets }) =>
        (await listRemains(sets.store)).map(({ at, ...rest }) => ({ ...rest, at: at ?? null })),
      ),
    'remains/drop': async ({ id }) => {
      const dropped = await vault.change(async (open) => {
        const { store } = open.sets;
        const found = (await listRemains(store)).find((each) => each.id === id);
        if (!found) return undefined;
        await store.forget(id);
        // Where that fails now, it is done with the next snapshot.
        await tidySnapshots(open, shelf).catch(() => undefined);
        return found;
      });
      if (dropped) note({ kind: 'erase', count: dropped.accounts });
      return null;
    },
  };
}
