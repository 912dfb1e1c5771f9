/**
 * One-time codes as a site checks them: RFC 6238 with SHA-1, 6 digits and 30 seconds, straight from node:crypto.
 * Shares nothing with lib/otp, so that the two prove each other.
 */
import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

const PERIOD_MS = 30_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** 160 bits, the length RFC 4226 recommends, in Base32. */
export function newSecret(): string {
  return base32(randomBytes(20));
}

export function keyUri(issuer: string, accountName: string, secret: string): string {
  const [by, name] = [encodeURIComponent(issuer), encodeURIComponent(accountName)];
  return `otpauth://totp/${by}:${name}?secret=${secret}&issuer=${by}`;
}

export function stepAt(now: number): number {
  return Math.floor(now / PERIOD_MS);
}

/** @param secret Base32 as `newSecret` makes it. */
export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 15; // RFC 4226, section 5.3: dynamic truncation.
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** The step whose code this is, one step either side of now; looks at all three whatever it finds. */
export function matchingStep(secret: string, code: string, now: number): number | undefined {
  const step = stepAt(now);
  const matches = [step - 1, step, step + 1].filter((candidate) => same(codeAt(secret, candidate), code));
  return matches.at(-1);
}

/** Compares in a time that tells nothing about where two texts differ, nor how long they are. */
export function same(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

export function hashRecoveryCode(code: string): string {
  return sha256(code.toLowerCase().replace(/[\s-]/g, '')).toString('hex');
}

/** As `k3f7q-x2m5a`. */
export function letterRecoveryCode(): string {
  const text = base32(randomBytes(7)).slice(0, 10).toLowerCase();
  return `${text.slice(0, 5)}-${text.slice(5)}`;
}

/** As `4821 0937`. */
export function digitRecoveryCode(): string {
  return inFours(String(randomInt(100_000_000)).padStart(8, '0'));
}

export function inFours(text: string): string {
  return text.match(/.{1,4}/g)?.join(' ') ?? '';
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{5}/g) ?? [];
  return groups.map((group) => ALPHABET.charAt(parseInt(group, 2))).join('');
}

function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => parseInt(byte, 2)));
}
