import { LIMITS } from '../limits';
import type { Secret } from './otp';

/** `undefined` unless there is at least one byte and no more than are accepted. */
export function toSecret(bytes: Uint8Array): Secret | undefined {
  return bytes.length > 0 && bytes.length <= LIMITS.secretBytes ? (bytes as Secret) : undefined;
}

/** Shorter than RFC 4226, section 4, R6 demands. Its codes are right all the same, so it is only worth a note. */
export function isWeak(secret: Secret): boolean {
  return secret.length < LIMITS.weakSecretBytes;
}
