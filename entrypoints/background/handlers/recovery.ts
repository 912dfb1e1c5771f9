/** What can be done where the vault does not open as it lies. */
import type { EngineView } from '../../../lib/messaging/views';
import { createNote, type HandlerOptions, type Part } from './parts';
import { readProof } from './proofs';

const ENGINES: readonly EngineView['name'][] = ['first', 'second'];

export function recoveryHandlers(options: HandlerOptions): Part<'recovery'> {
  const { vault, ready, onunlock } = options;
  const note = createNote(options);
  return {
    'recovery/look': async () => {
      await ready;
      const { headers, ...rest } = await vault.recovery.look();
      const engines = headers.flatMap((header, i) => {
        const name = ENGINES[i];
        return name ? [{ name, header }] : [];
      });
      return { ...rest, state: await vault.state(), engines };
    },
    'recovery/restore': async ({ from, proof, confirmed }) => {
      const restored = await vault.recovery.restore(from, readProof(proof), confirmed);
      note({ kind: 'snapshot-restore', count: restored.accounts });
      await onunlock();
      return restored;
    },
    'recovery/start-over': async () => {
      await vault.recovery.startOver();
      return null;
    },
  };
}
