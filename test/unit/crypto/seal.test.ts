import { createCipheriv, createHash, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  createSalts,
  importRoot,
  open,
  pad,
  SALT_BYTES,
  seal,
  sha256,
  unpad,
} from '../../../lib/crypto/seal';
import { utf8, type Bytes } from '../../../lib/encoding/bytes';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const filled = (value: number, length = 32): Bytes => new Uint8Array(length).fill(value);
const root = filled(1);
const salt = filled(2);
const info = utf8('info');
const aad = utf8('aad');
const sealed = async () => seal(await importRoot(root), salt, info, () => aad, utf8('plain'));

describe('seal', () => {
  test('makes what HKDF and AES-GCM of another implementation make', async () => {
    const okm = Buffer.from(hkdfSync('sha256', root, salt, info, 64));
    const cipher = createCipheriv('aes-256-gcm', okm.subarray(0, 32), Buffer.alloc(12)).setAAD(aad);
    const ct = Buffer.concat([cipher.update('plain'), cipher.final(), cipher.getAuthTag()]);
    const made = await sealed();
    expect(hex(made.commit)).toBe(okm.subarray(32).toString('hex'));
    expect(hex(made.ct)).toBe(ct.toString('hex'));
    expect(made.salt).toEqual(salt);
  });

  test('lets associated data bind the commitment', async () => {
    const key = await importRoot(root);
    const made = await seal(key, salt, info, (commit) => commit, utf8('plain'));
    expect(await open(key, made, info, made.commit)).toEqual(utf8('plain'));
    expect(await open(key, made, info, filled(0))).toBeUndefined();
  });
});

describe('open', () => {
  test('gives back what was sealed', async () => {
    expect(await open(await importRoot(root), await sealed(), info, aad)).toEqual(utf8('plain'));
  });

  test.each([
    ['another key', { root: filled(9) }],
    ['another salt', { salt: filled(9) }],
    ['another info', { info: utf8('other') }],
    ['other associated data', { aad: utf8('other') }],
    ['another commitment', { commit: filled(9) }],
    ['another ciphertext', { ct: filled(9, 21) }],
    ['a ciphertext shorter than its tag', { ct: filled(9, 3) }],
    ['no ciphertext', { ct: filled(9, 0) }],
  ])('gives nothing for %s', async (_, change) => {
    const all = { ...(await sealed()), root, info, aad, ...change };
    expect(await open(await importRoot(all.root), all, all.info, all.aad)).toBeUndefined();
  });

  test('refuses a wrong commitment before decrypting anything', async () => {
    const key = await importRoot(root);
    const made = await sealed();
    const decrypt = vi.spyOn(crypto.subtle, 'decrypt');
    await open(key, made, info, aad);
    expect(decrypt).toHaveBeenCalledOnce();
    await open(key, { ...made, commit: filled(0) }, info, aad);
    expect(decrypt).toHaveBeenCalledOnce();
    decrypt.mockRestore();
  });
});

describe('padding', () => {
  test.each([
    [0, 256],
    [1, 256],
    [255, 256],
    [256, 512],
    [511, 512],
    [512, 768],
  ])('of %i bytes makes %i', (length, padded) => {
    expect(pad(new Uint8Array(length))).toHaveLength(padded);
    expect(pad(new Uint8Array(length))[length]).toBe(0x80);
  });

  test('comes off again, whatever the bytes end in', () => {
    const ends = fc.array(fc.constantFrom(0, 0x80, 1), { maxLength: 600 }).map((all) => Uint8Array.from(all));
    fc.assert(
      fc.property(ends, (bytes) => {
        expect(hex(unpad(pad(bytes))!)).toBe(hex(bytes));
      }),
    );
  });

  test.each(['', '00', '0000', '8001', 'ff00'])('that is none is noticed: %s', (bytes) => {
    expect(unpad(Uint8Array.from(Buffer.from(bytes, 'hex')))).toBeUndefined();
  });
});

describe('salts', () => {
  test('are as many bytes as asked of the generator', () => {
    const salts = createSalts((bytes) => crypto.getRandomValues(bytes));
    const many = Array.from({ length: 1000 }, () => hex(salts()));
    expect(new Set(many).size).toBe(1000);
    expect(many.every((each) => each.length === 2 * SALT_BYTES)).toBe(true);
  });

  test('are not given out when the generator only ever gives zeros', () => {
    expect(createSalts((bytes) => bytes)).toThrow();
  });

  test('are not given out twice, even from a buffer that the caller cleared', () => {
    const salts = createSalts((bytes) => bytes.fill(7));
    salts().fill(0);
    expect(salts).toThrow();
  });
});

test('sha256 is SHA-256', async () => {
  expect(hex(await sha256(utf8('abc')))).toBe(createHash('sha256').update('abc').digest('hex'));
});
