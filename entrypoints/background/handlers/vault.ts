/** The vault's life: status, making, unlocking, locking, health. */
import type { HealthView, StatusView, UnlockView } from '../../../lib/messaging/views';
import type { Locked } from '../../../lib/vault/state';
import type { Vault } from '../../../lib/vault/vault';
import { passkeysIn } from '../../../lib/vault/ways/passkeys';
import { PIN } from '../../../lib/vault/entering';
import type { Note } from '../journal';
import { createNote, type HandlerOptions, type Part } from './parts';
import { readProof, readUnlockProof } from './proofs';
import { remindersOf } from './reminders';

type HealthMessages = 'vault/health' | 'vault/set-aside' | 'vault/erase';

export function vaultHandlers(options: HandlerOptions): Omit<Part<'vault'>, HealthMessages> {
  const { vault, intents, ready, onunlock } = options;
  const note = createNote(options);
  return {
    'vault/status': async (_request, { sender }) => {
      await ready;
      const state = await vault.state();
      const intent = await intents.view(sender === 'popup');
      const told: StatusView = { state, ...(intent === undefined ? {} : { intent }) };
      const role = (await vault.session())?.role;
      // The manager asks for proofs while it is open, too.
      const asks = state === 'locked' || (role === 'owner' && sender === 'manager');
      return {
        ...told,
        ...(state === 'open' && role ? { role } : {}),
        ...(asks ? { unlock: viewOf(await vault.locked()) } : {}),
      };
    },
    'vault/create': async ({ passphrase }) => {
      await vault.create(passphrase);
      note({ kind: 'create' });
      await onunlock();
      return null;
    },
    'vault/unlock': async ({ proof }) => {
      await vault.unlock(readUnlockProof(proof));
      note({ kind: 'unlock', ...(proof.type === 'pin' ? { with: PIN } : {}) });
      note(...(await failuresOf(vault)));
      await onunlock();
      return null;
    },
    'vault/elevate': async ({ proof }) => {
      await vault.elevate(readProof(proof));
      note({ kind: 'elevate' });
      return null;
    },
    'vault/lock': async () => {
      await vault.lock();
      return null;
    },
  };
}

export function healthHandlers(options: HandlerOptions): Pick<Part<'vault'>, HealthMessages> {
  const { vault, painter, now } = options;
  const note = createNote(options);
  return {
    'vault/health': async (): Promise<HealthView> => {
      const { damage, complete, full, mended, mendedNow, kept } = await vault.care.health();
      if (mendedNow > 0) {
        note({ kind: 'mended', count: mendedNow });
        await painter.paint();
      }
      const reminders = await vault.read((open) => remindersOf(open, now()));
      return { damage: damage ?? null, copies: complete ? 'both' : 'one', full, mended, kept, reminders };
    },
    'vault/set-aside': async () => {
      await vault.change((open) => open.setAside());
      note({ kind: 'set-aside' });
      await painter.changed();
      return null;
    },
    'vault/erase': async () => {
      await vault.recovery.erase();
      return null;
    },
  };
}

function viewOf({ waits, passkeys, pinTries }: Locked): UnlockView {
  const ways = Object.fromEntries([...waits].map(([type, until]) => [type, { waitUntil: until ?? null }]));
  return {
    ways,
    passkeys: passkeysIn(passkeys),
    pinTries: pinTries ?? null,
  };
}

/** What was tried in vain since the last time, each once. */
async function failuresOf(vault: Vault): Promise<Note[]> {
  const failures = await vault.failures();
  return failures.map(({ slotId, at, count }) => ({ kind: 'unlock-failed', at, count, with: slotId }));
}
