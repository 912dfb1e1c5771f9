/** What can be told of a vault without any key. */
import type { Copies, HeaderCopy } from './engines/copies';
import type { VaultOptions } from './parts';
import type { Header } from './sealed/header';
import { candidatesOf, isNewer } from './unlocking';
import type { Candidate } from './ways/proof';
import { slotName, type Slot } from './ways/slots';

export type VaultState = 'none' | 'locked' | 'open' | 'damaged' | 'newer';

export const WAY_TYPES = ['passphrase', 'recovery', 'passkey'] as const;
export type WayType = (typeof WAY_TYPES)[number];

export interface Locked {
  /** Kinds of ways that there are, and until when each takes no try. */
  readonly waits: ReadonlyMap<WayType, number | undefined>;
  readonly passkeys: readonly Slot[];
  /** Softly locked: a PIN opens it, with so many tries left. */
  readonly pinTries: number | undefined;
}

export async function stateOf(copies: Copies): Promise<Exclude<VaultState, 'open'>> {
  const headers = await copies.headers();
  if (candidatesOf(headers).length > 0) return 'locked';
  if (headers.some(({ header }) => header && isNewer(header))) return 'newer';
  // What does not answer is not empty.
  const silent = headers.some(({ failed }) => failed);
  return silent || (await copies.hasTrace()) ? 'damaged' : 'none';
}

/** How each copy's header looks. */
export function lookOf({
  header,
  failed,
}: HeaderCopy): 'readable' | 'missing' | 'damaged' | 'newer' | 'failed' {
  if (failed) return 'failed';
  if (header === undefined) return 'missing';
  if (candidatesOf([{ engine: 0, header }]).length > 0) return 'readable';
  return isNewer(header) ? 'newer' : 'damaged';
}

export async function lockedView({ copies, throttle, session }: VaultOptions): Promise<Locked> {
  const header = newest(candidatesOf(await copies.headers()));
  const slots = header?.slots ?? [];
  const waits = new Map<WayType, number | undefined>();
  for (const type of WAY_TYPES) {
    const names = slots.filter((slot) => slot.type === type).map(slotName);
    if (names.length > 0) waits.set(type, await throttle.waitUntil(names));
  }
  return {
    waits,
    passkeys: slots.filter(({ type, passkey }) => type === 'passkey' && passkey !== undefined),
    pinTries: (await session.soft())?.tries,
  };
}

function newest(candidates: readonly Candidate[]): Header | undefined {
  return candidates
    .map(({ sealed }) => sealed.header)
    .toSorted((a, b) => b.epoch - a.epoch || b.generation - a.generation)[0];
}
