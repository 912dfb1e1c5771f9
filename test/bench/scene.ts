/** Vaults to measure with: sealed by the product's own code, with secrets that codes can be computed from elsewhere. */
import { createHash, createHmac } from 'node:crypto';
import { argon2, KDF_BOUNDS, type KdfParams } from '../../lib/crypto/kdf';
import type { Secret } from '../../lib/otp/otp';
import type { Account } from '../../lib/vault/accounts/account';
import { createMemoryStore } from '../unit/vault/memory-store';
import { createWorld } from '../unit/vault/world';

export const PASSPHRASE = 'seven quiet herons crossing';
export const PERIOD_MS = 30_000;

export interface Sealed {
  readonly header: Uint8Array;
  readonly records: ReadonlyMap<string, Uint8Array>;
  readonly accounts: readonly Account[];
}

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** For vaults that are not looked at from a site. */
export const NOWHERE: Place = { host: 'nowhere.example', port: 8443 };

/** @param place The site of the first account. */
export async function sealVault(count: number, place: Place, params: KdfParams): Promise<Sealed> {
  const disk = createMemoryStore();
  const vault = createWorld().worker({ store: disk, kdf: argon2, calibrate: () => Promise.resolve(params) });
  await vault.create(PASSPHRASE);
  const accounts = Array.from({ length: count }, (_, index) => accountOf(index, place));
  await vault.change((open) => open.put(accounts));
  return { header: disk.header!, records: disk.records, accounts };
}

/** For what does not measure unlocking. */
export const CHEAP: KdfParams = { m: KDF_BOUNDS.m[0], t: 1, p: 1 };

const ISSUERS = [
  'GitHub',
  'Google',
  'Amazon Web Services',
  'Fastmail',
  'Hetzner',
  'Proton',
  'Bitwarden',
  'npm',
];

function accountOf(index: number, { host, port }: Place): Account {
  const issuer = ISSUERS[index % ISSUERS.length]!;
  return {
    id: crypto.randomUUID(),
    issuer: `${issuer} ${index}`,
    accountName: `person.${index}@mail.example`,
    otp: {
      type: 'totp',
      secret: new Uint8Array(secretOf(index)) as Uint8Array as Secret,
      algorithm: 'SHA1',
      digits: 6,
      period: PERIOD_MS / 1000,
    },
    sites: [index === 0 ? { host, port, ...CONFIRMED } : { host: `site-${index}.example`, ...CONFIRMED }],
    provisional: false,
    order: index,
    createdAt: 1,
    changedAt: {},
    readOnly: false,
    rest: {},
  };
}

const CONFIRMED = { subdomains: false, confirmedAt: 1 } as const;

function secretOf(index: number): Buffer {
  return createHash('sha1').update(`account ${index}`).digest();
}

/** RFC 6238 by Node's own HMAC: shares no code with what it checks. */
export function expectedCode(index: number, at: number): string {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / PERIOD_MS)));
  const mac = createHmac('sha1', secretOf(index)).update(step).digest();
  const bits = mac.readUInt32BE(mac[19]! & 15) & 0x7fff_ffff;
  return `${bits % 1_000_000}`.padStart(6, '0');
}
