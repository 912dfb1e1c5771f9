/** What it takes to generate one-time passwords, in the terms of RFC 4226 and RFC 6238. */
export type Otp = Totp | Hotp | Steam;

export interface Totp extends Parameters {
  readonly type: 'totp';
  /** The time step (X) in seconds. */
  readonly period: number;
}

export interface Hotp extends Parameters {
  readonly type: 'hotp';
  /** The moving factor (C) of the next code. */
  readonly counter: number;
}

/** Valve's variant of TOTP: SHA1, 30 seconds, five symbols of an alphabet of its own. */
export interface Steam {
  readonly type: 'steam';
  readonly secret: Secret;
}

interface Parameters {
  readonly secret: Secret;
  readonly algorithm: Algorithm;
  readonly digits: number;
}

export const ALGORITHMS = ['SHA1', 'SHA256', 'SHA512'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

declare const secretBrand: unique symbol;
/** The shared secret (K) itself, never its Base32 text. */
export type Secret = Uint8Array & { readonly [secretBrand]: true };
