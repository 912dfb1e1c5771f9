import { hashRecoveryCode, keyUri, matchingStep, newSecret, same } from './codes';
import { NOT_ENROLLED, type Slot } from './state';
import { createThrottle } from './throttle';

export type Refusal =
  'wrong-code' | 'used-code' | 'wrong-recovery-code' | 'too-many' | 'not-started' | 'already-on';

export const REFUSALS: Readonly<Record<Refusal, { readonly status: number; readonly text: string }>> = {
  'wrong-code': { status: 401, text: 'That code is not right. Codes change every 30 seconds.' },
  'used-code': { status: 401, text: 'That code was already used. Wait for the next one.' },
  'wrong-recovery-code': { status: 401, text: 'That code is not one of yours, or it was already used.' },
  'too-many': { status: 429, text: 'Too many wrong codes. Wait one minute, then try again.' },
  'not-started': {
    status: 409,
    text: 'Two-step sign-in is not being set up. Start again from the settings.',
  },
  'already-on': { status: 409, text: 'Two-step sign-in is already on.' },
};

export interface Setup {
  readonly secret: string;
  readonly keyUri: string;
}

/** One person's second step at one site. What returns a `Refusal | undefined` did what was asked when it is undefined. */
export interface TwoStep {
  /** `pending` asks for no code at sign-in: a half-finished set-up locks nobody out. */
  readonly status: () => 'off' | 'pending' | 'on';
  readonly recoveryLeft: () => number;
  /** Makes the secret; asked again before it is confirmed, answers with the same one. */
  readonly begin: () => Setup | Refusal;
  /** What was begun, if anything. */
  readonly pending: () => Setup | undefined;
  readonly cancel: () => void;
  /** Turns it on. Returns the recovery codes, which are kept only as hashes. */
  readonly enable: (code: string) => readonly string[] | Refusal;
  readonly check: (code: string) => Refusal | undefined;
  readonly checkRecovery: (code: string) => Refusal | undefined;
  readonly disable: () => void;
  /** Forgets wrong guesses. */
  readonly forgive: () => void;
}

interface Options {
  readonly slot: Slot;
  readonly now: () => number;
  readonly issuer: string;
  readonly accountName: string;
  readonly newRecoveryCodes: () => readonly string[];
}

export function createTwoStep({ slot, now, issuer, accountName, newRecoveryCodes }: Options): TwoStep {
  const throttle = createThrottle(now);
  const describe = (secret: string): Setup => ({ secret, keyUri: keyUri(issuer, accountName, secret) });

  /** The step whose code it is, which the caller then keeps as the last one. */
  const accept = (secret: string, code: string): number | Refusal => {
    if (throttle.full()) return 'too-many';
    const step = matchingStep(secret, code.replace(/\s/g, ''), now());
    if (step === undefined) {
      throttle.fail();
      return 'wrong-code';
    }
    if (step <= slot.get().lastStep) return 'used-code';
    throttle.clear();
    return step;
  };

  return {
    status: () =>
      slot.get().secret !== undefined ? 'on' : slot.get().pending !== undefined ? 'pending' : 'off',
    recoveryLeft: () => slot.get().recovery.length,
    begin() {
      if (slot.get().secret !== undefined) return 'already-on';
      const pending = slot.get().pending ?? newSecret();
      slot.set({ ...NOT_ENROLLED, pending });
      return describe(pending);
    },
    pending() {
      const { pending } = slot.get();
      return pending === undefined ? undefined : describe(pending);
    },
    cancel() {
      if (slot.get().pending !== undefined) slot.set(NOT_ENROLLED);
    },
    enable(code) {
      const { pending } = slot.get();
      if (pending === undefined) return 'not-started';
      const step = accept(pending, code);
      if (typeof step === 'string') return step;
      const codes = newRecoveryCodes();
      slot.set({ secret: pending, lastStep: step, recovery: codes.map(hashRecoveryCode) });
      return codes;
    },
    check(code) {
      const { secret } = slot.get();
      if (secret === undefined) return 'not-started';
      const step = accept(secret, code);
      if (typeof step === 'string') return step;
      slot.set({ ...slot.get(), lastStep: step });
      return undefined;
    },
    checkRecovery(code) {
      if (throttle.full()) return 'too-many';
      const hash = hashRecoveryCode(code);
      const left = slot.get().recovery.filter((other) => !same(other, hash));
      if (left.length === slot.get().recovery.length) {
        throttle.fail();
        return 'wrong-recovery-code';
      }
      throttle.clear();
      slot.set({ ...slot.get(), recovery: left });
      return undefined;
    },
    disable: () => slot.set(NOT_ENROLLED),
    forgive: () => throttle.clear(),
  };
}
