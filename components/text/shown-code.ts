import type { CodeView } from '../../lib/messaging/views';

/** A code as it stands on the page at one moment. */
export interface ShownCode {
  readonly text: string;
  /** What follows it; empty where that is not known. */
  readonly next: string;
  /** Whole seconds until it does, counting the one that has begun. */
  readonly secondsLeft: number;
}

/** Nothing once both steps the worker told of have passed: a blank is better than a stale code. */
export function shownCode(code: CodeView | undefined, period: number, now: number): ShownCode | undefined {
  if (!code || period <= 0) return undefined;
  const until = now < code.validUntil ? code.validUntil : code.validUntil + period * 1000;
  const secondsLeft = Math.ceil((until - now) / 1000);
  if (secondsLeft <= 0 || secondsLeft > period) return undefined; // The clock was set back: that code is not of now.
  return until === code.validUntil
    ? { text: code.text, next: code.next, secondsLeft }
    : { text: code.next, next: '', secondsLeft };
}

/** Stands where a code will, at the same width. */
export function blankOf(digits: number): string {
  return '–'.repeat(digits);
}
