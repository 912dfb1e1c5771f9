/** How long a session lasts: one rule for the worker that keeps it and for pages that paint what it left. */
import { LIMITS } from './limits';

export interface Lifetime {
  readonly lockAt: number;
  /** When the session was last seen alive. */
  readonly seenAt: number;
}

export function isAlive({ lockAt, seenAt }: Lifetime, now: number): boolean {
  return now < lockAt && now - seenAt < LIMITS.sleepMs && seenAt - now < LIMITS.clockBackMs;
}
