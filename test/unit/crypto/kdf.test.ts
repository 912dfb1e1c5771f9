import { describe, expect, test } from 'vitest';
import { argon2, calibrate, KDF_BOUNDS, KDF_DEFAULT, withinBounds, type Kdf } from '../../../lib/crypto/kdf';
import { utf8 } from '../../../lib/encoding/bytes';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const floor = { m: KDF_BOUNDS.m[0], t: KDF_BOUNDS.t[0], p: KDF_BOUNDS.p[0] };

describe('argon2', () => {
  // From test.c of the reference implementation (P-H-C/phc-winner-argon2): Argon2id, version 1.3, 2^16 KiB.
  test('agrees with the reference implementation', async () => {
    const key = await argon2('password', utf8('somesalt'), { m: 64 * 1024, t: 2, p: 1 });
    expect(hex(key)).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
  });

  test('takes a passphrase in its NFKC form', async () => {
    const salt = new Uint8Array(32);
    const composed = await argon2('caf\u00e9 o\ufb03ce', salt, floor);
    expect(hex(await argon2('cafe\u0301 office', salt, floor))).toBe(hex(composed));
    expect(hex(await argon2('cafe office', salt, floor))).not.toBe(hex(composed));
  });
});

describe('withinBounds', () => {
  test.each([
    [KDF_DEFAULT, true],
    [floor, true],
    [{ m: 512 * 1024, t: 10, p: 4 }, true],
    [{ ...KDF_DEFAULT, m: 46 * 1024 - 1 }, false],
    [{ ...KDF_DEFAULT, m: 512 * 1024 + 1 }, false],
    [{ ...KDF_DEFAULT, t: 0 }, false],
    [{ ...KDF_DEFAULT, t: 11 }, false],
    [{ ...KDF_DEFAULT, p: 0 }, false],
    [{ ...KDF_DEFAULT, p: 5 }, false],
    [{ ...KDF_DEFAULT, t: 2.5 }, false],
    [{ ...KDF_DEFAULT, m: Number.NaN }, false],
    [{ ...KDF_DEFAULT, m: Infinity }, false],
  ])('says of %o: %s', (params, expected) => {
    expect(withinBounds(params)).toBe(expected);
  });
});

describe('calibrate', () => {
  test.each([
    ['very fast', 10, { m: 64 * 1024, t: 10, p: 1 }],
    ['fast', 100, { m: 64 * 1024, t: 7, p: 1 }],
    ['usual', 240, { m: 64 * 1024, t: 3, p: 1 }],
    ['slow', 700, { m: 64 * 1024, t: 1, p: 1 }],
    ['very slow', 701, { m: 46 * 1024, t: 1, p: 1 }],
    ['stuck', 60_000, { m: 46 * 1024, t: 1, p: 1 }],
    ['equipped with a coarse clock', 0, { m: 64 * 1024, t: 10, p: 1 }],
  ])('chooses what a machine can bear that is %s', async (_, passMs, expected) => {
    let now = 0;
    const kdf: Kdf = (_passphrase, _salt, { t }) => {
      now += now === 0 ? 5000 : passMs * t; // The first run is not representative.
      return Promise.resolve(new Uint8Array(32));
    };
    const params = await calibrate(kdf, () => now);
    expect(params).toEqual(expected);
    expect(withinBounds(params)).toBe(true);
  });
});
