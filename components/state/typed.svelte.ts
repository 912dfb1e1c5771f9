import { readTypedSecret, type TypedSecret } from '../../lib/otp/manual';
import type { KeyUriNote } from '../../lib/otp/key-uri';
import type { Algorithm, Otp, Secret } from '../../lib/otp/otp';
import { LIMITS } from '../../lib/limits';

export type OtpKind = Otp['type'];

/** The parts of an `otp` as they are typed, checked at each keystroke. */
export class Typed {
  secretText = $state('');
  kind = $state<OtpKind>('totp');
  algorithm = $state<Algorithm>('SHA1');
  digitsText = $state('6');
  periodText = $state('30');
  counterText = $state('0');
  readonly secret: TypedSecret = $derived(readTypedSecret(this.secretText));
  readonly digits = $derived(whole(this.digitsText, LIMITS.minDigits, LIMITS.maxDigits));
  readonly period = $derived(whole(this.periodText, LIMITS.minPeriod, LIMITS.maxPeriod));
  readonly counter = $derived(whole(this.counterText, 0, LIMITS.maxCounter));
  readonly otp: Otp | undefined = $derived(
    this.secret.kind === 'secret' ? this.#with(this.secret.secret) : undefined,
  );
  readonly notes: readonly KeyUriNote[] = $derived(this.#notes());

  #with(secret: Secret): Otp | undefined {
    if (this.kind === 'steam') return { type: 'steam', secret };
    const { algorithm, digits, period, counter } = this;
    if (digits === undefined) return undefined;
    if (this.kind === 'hotp') {
      return counter === undefined ? undefined : { type: 'hotp', secret, algorithm, digits, counter };
    }
    return period === undefined ? undefined : { type: 'totp', secret, algorithm, digits, period };
  }

  #notes(): readonly KeyUriNote[] {
    const notes: KeyUriNote[] = [];
    if (this.secret.kind === 'secret' && this.secret.weak) notes.push({ kind: 'weak-secret' });
    const { period } = this;
    const unusual =
      period !== undefined && (period < LIMITS.usualMinPeriod || period > LIMITS.usualMaxPeriod);
    if (this.kind === 'totp' && unusual) notes.push({ kind: 'unusual-period' });
    return notes;
  }
}

function whole(text: string, min: number, max: number): number | undefined {
  const value = /^\d{1,16}$/.test(text.trim()) ? Number(text) : NaN;
  return value >= min && value <= max ? value : undefined;
}
