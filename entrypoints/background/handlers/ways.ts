/** The ways to unlock. */
import type { WayView } from '../../../lib/messaging/views';
import { isTrivialPin } from '../../../lib/vault/session/pin';
import { changeSettings } from '../../../lib/vault/settings';
import type { WayState } from '../../../lib/vault/unlock-ways';
import { slotName } from '../../../lib/vault/ways/slots';
import { Problem } from '../../../lib/problem';
import { createChanged, createNote, type HandlerOptions, type Part } from './parts';
import { readProof, readWay } from './proofs';
import { remindersOf } from './reminders';

type Known = 'ways/list' | 'ways/rename' | 'ways/refuse-recovery';

/** What takes a fresh proof, and the key that is proposed before one. */
export function waysHandlers(options: HandlerOptions): Omit<Part<'ways'>, Known> {
  const { vault, painter } = options;
  const note = createNote(options);
  return {
    'ways/change-passphrase': async ({ proof, passphrase }) => {
      await vault.ways.changePassphrase(readProof(proof), passphrase);
      note({ kind: 'way-changed' });
      await painter.changed();
      return null;
    },
    'ways/recovery-key': async () => ({ text: await vault.ways.freshRecoveryKey() }),
    'ways/add': async ({ proof, way }) => {
      const role = way.type === 'viewer' ? 'viewer' : 'owner';
      const name = way.type === 'recovery' ? '' : way.name;
      await vault.ways.add(readProof(proof), await readWay(way), role, name);
      note({ kind: 'way-added' });
      await painter.changed();
      return null;
    },
    'ways/remove': async ({ proof, slotId }) => {
      await vault.ways.remove(readProof(proof), slotId.toLowerCase());
      note({ kind: 'way-removed' });
      await painter.changed();
      return null;
    },
    'ways/pin': async ({ proof, pin }) => {
      if (pin !== null && isTrivialPin(pin)) throw new Problem('bad-pin');
      await vault.ways.setPin(readProof(proof), pin ?? undefined);
      note({ kind: 'way-changed' });
      await painter.changed();
      return null;
    },
  };
}

export function knownWaysHandlers(options: HandlerOptions): Pick<Part<'ways'>, Known> {
  const { vault, now } = options;
  const changed = createChanged(options);
  return {
    'ways/list': () =>
      vault.read(async (open) => {
        const { ways, pin } = await vault.ways.list(open);
        return { ways: ways.map(viewOf), pin, recovery: (await remindersOf(open, now())).recovery };
      }),
    'ways/rename': async ({ slotId, name }) => {
      const id = slotId.toLowerCase();
      await changed(async (open) => {
        if (!open.sets.header().slots.some((slot) => slotName(slot) === id)) throw new Problem('no-way');
        await changeSettings(open, (settings) => {
          const createdAt = settings.ways[id]?.createdAt ?? now();
          return { ...settings, ways: { ...settings.ways, [id]: { name, createdAt } } };
        });
      });
      return null;
    },
    'ways/refuse-recovery': async () => {
      await changed((open) =>
        changeSettings(open, (settings) => ({ ...settings, recovery: 'refused', recoveryAt: now() })),
      );
      return null;
    },
  };
}

function viewOf({ slot, name, createdAt, inUse }: WayState): WayView {
  const { type } = slot;
  const known = type === 'passphrase' || type === 'recovery' || type === 'passkey';
  return {
    slotId: slotName(slot),
    type: known ? type : 'other',
    role: slot.role,
    name,
    inUse,
    ...(createdAt === undefined ? {} : { createdAt }),
  };
}
