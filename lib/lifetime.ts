/** How long a session lasts: one rule for the worker that keeps it and for pages that paint what it left. */
import { LIMITS } from './limits';

export interface Lifetime {
  /** The vault key, wrapped; gone while softly locked. */
  readonly wrapped?: string | undefined;
  /** What a PIN opens, with the tries it has left. */
  readonly pin?: { readonly tries: number } | undefined;
  readonly lockAt: number;
  /** When the session was last seen alive. */
  readonly seenAt: number;
}

/** `soft`: nothing is open, and a PIN can open it again. */
export type Life = 'open' | 'soft' | 'over';

/** Written so that a time that is no number ends it. */
export function lifeOf({ wrapped, pin, lockAt, seenAt }: Lifetime, now: number): Life {
  if (!(now < lockAt && seenAt - now < LIMITS.clockBackMs)) return 'over';
  if (wrapped !== undefined && now - seenAt < LIMITS.sleepMs) return 'open';
  return pin !== undefined && pin.tries > 0 ? 'soft' : 'over';
}

/** Whether anything may be shown. */
export function isAlive(session: Lifetime, now: number): boolean {
  return lifeOf(session, now) === 'open';
}
