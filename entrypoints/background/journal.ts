/**
 * Notes for the activity log. They wait in memory and are written soon after, never before the act that they are about
 * has its answer; a lock writes what is left.
 */
import { createInTurn } from '../../lib/in-turn';
import { memoryCell } from '../../lib/platform/session-area';
import type { Account } from '../../lib/vault/accounts/account';
import { appendLog, type LogEntry, type LogKind } from '../../lib/vault/log';
import { within } from '../../lib/vault/engines/copies';
import { PIN } from '../../lib/vault/entering';
import type { OpenVault } from '../../lib/vault/open-vault';
import { readSettings, type Settings } from '../../lib/vault/settings';
import type { SessionView } from '../../lib/vault/session/session';
import type { Vault } from '../../lib/vault/vault';
import { slotName } from '../../lib/vault/ways/slots';

export interface Note {
  readonly kind: LogKind;
  /** Now, unless given. */
  readonly at?: number;
  readonly account?: Pick<Account, 'id' | 'issuer' | 'accountName'>;
  readonly host?: string;
  readonly count?: number;
  /** What it was done with, where that is not what the session was unlocked with: a slot's name, or the PIN. */
  readonly with?: string;
}

interface Waiting extends Omit<LogEntry, 'by'> {
  readonly with: string;
  readonly role: 'owner' | 'viewer';
}

const SOON_MS = 1000;
/** A lock waits no longer for its last notes. */
const LEAVE_WITHIN_MS = 2000;
const MAX_WAITING = 200;

export type Journal = ReturnType<typeof createJournal>;

export function createJournal(now: () => number) {
  const cell = memoryCell<readonly Waiting[]>('journal');
  const inTurn = createInTurn();
  /** Notes that a lock has taken out of storage, to be written at once. */
  const withdrawn: Waiting[] = [];
  /** Writes what waits; what can't be written goes on waiting. */
  const write = (open: OpenVault): Promise<void> =>
    inTurn(async () => {
      const waiting = (await cell.get()) ?? [];
      if (waiting.length === 0) return;
      await append(open, waiting);
      await cell.remove();
    });

  return {
    /** A note that can't be kept is lost: no act fails for the log's sake. */
    note: async (vault: Vault, ...notes: readonly Note[]): Promise<void> => {
      if (notes.length === 0) return;
      await inTurn(async () => {
        const session = await vault.session();
        if (!session) return;
        const added = notes.map((each) => waitingFor(each, session, now()));
        await cell.set([...((await cell.get()) ?? []), ...added].slice(-MAX_WAITING));
      }).catch(() => undefined);
      setTimeout(() => void flush(vault).catch(() => undefined), SOON_MS);
    },

    flush: (vault: Vault) => flush(vault),

    /** Before a session ends, and at its end: notes name accounts and sites, and none of them stays in storage. */
    withdraw: (): Promise<void> =>
      inTurn(async () => {
        withdrawn.push(...((await cell.get()) ?? []));
        await cell.remove();
      }),

    /** After a lock, which waits no longer than this. */
    leave: async (write: (act: (open: OpenVault) => Promise<void>) => Promise<void>): Promise<void> => {
      const last = withdrawn.splice(0);
      if (last.length === 0) return;
      await within(LEAVE_WITHIN_MS, () => write((open) => append(open, last)));
    },
  };

  async function flush(vault: Vault): Promise<void> {
    // In turn: a note that is just being kept counts.
    if (!(await inTurn(() => cell.get()))?.length || !(await vault.session())) return;
    await vault.change(write);
  }
}

type Who = Pick<SessionView, 'slotId' | 'role'>;

function waitingFor({ account, ...note }: Note, { slotId, role }: Who, now: number): Waiting {
  const names = account && { id: account.id, issuer: account.issuer, accountName: account.accountName };
  return { at: now, with: slotId, ...note, role, ...(names ? { account: names } : {}) };
}

/** A note as the log has it. */
export async function entryFor(note: Note, session: Who, open: OpenVault, now: number): Promise<LogEntry> {
  return entryOf(waitingFor(note, session, now), open, await readSettings(open));
}

async function append(open: OpenVault, waiting: readonly Waiting[]): Promise<void> {
  const settings = await readSettings(open);
  await appendLog(
    open,
    waiting.map((each) => entryOf(each, open, settings)),
  );
}

function entryOf({ with: by, role, ...entry }: Waiting, open: OpenVault, { ways }: Settings): LogEntry {
  const slot = open.sets.header().slots.find((each) => slotName(each) === by);
  const name = ways[by]?.name;
  const type = by === PIN ? PIN : knownType(slot?.type);
  return { ...entry, by: { type, role: slot?.role ?? role, ...(name ? { name } : {}) } };
}

function knownType(type: string | undefined): 'passphrase' | 'recovery' | 'passkey' | 'other' {
  return type === 'passphrase' || type === 'recovery' || type === 'passkey' ? type : 'other';
}
