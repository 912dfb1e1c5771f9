/** A disk with a past, for what is healed. */
import { decodeCanonical, encodeCanonical, type Cbor } from '../../../lib/encoding/cbor';
import { addAccount, changeAccount, trashAccount } from '../../../lib/vault/accounts/accounts';
import { createCopies } from '../../../lib/vault/engines/copies';
import { createKeyholder, idOf } from './keyholder';
import { createMemoryStore, type MemoryStore } from './memory-store';
import { draft } from './world';

/** Six accounts, changed and changed again; what lay there before each of the last changes, newest first. */
export async function createFormer(): Promise<{ whole: MemoryStore; former: MemoryStore[] }> {
  const disk = createMemoryStore();
  const holder = createKeyholder(createCopies([disk]));
  await holder.create();
  const former: MemoryStore[] = [];
  const change = async (act: Parameters<typeof holder.change>[0]) => {
    former.unshift(disk.copy());
    await holder.change(act);
  };
  for (let i = 0; i < 6; i++)
    await change((open) => addAccount(open, draft(`name${i}`), { now: 1, newId: () => idOf(i) }));
  await change((open) => changeAccount(open, idOf(1), { issuer: 'changed' }, 2));
  await change((open) => changeAccount(open, idOf(2), { issuer: 'changed' }, 3));
  await change((open) => trashAccount(open, idOf(3), 4));
  return { whole: disk, former };
}

/** A header with other fields, no longer authentic. */
export function edited(bytes: Uint8Array, change: Record<string, Cbor>): Uint8Array {
  const [body, mac] = decodeCanonical(bytes) as [Uint8Array, Uint8Array];
  const header = { ...(decodeCanonical(body) as Record<string, Cbor>), ...change };
  return encodeCanonical([encodeCanonical(header), mac]);
}
