/** The worked example of docs/vault-format.md. To make it anew: WRITE_VECTORS=1 npx vitest run test/unit/vault/vector.test.ts */
import { createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { argon2 } from '../../../lib/crypto/kdf';
import type { Random } from '../../../lib/crypto/seal';
import { decodeCanonical, encodeCanonical, type Cbor } from '../../../lib/encoding/cbor';
import { encodeAccount } from '../../../lib/vault/accounts/account';
import { addAccount } from '../../../lib/vault/accounts/accounts';
import vector from '../../corpus/vault-vectors/basic.json';
import { createMemoryStore, type MemoryStore } from './memory-store';
import { createWorld, damage, draft, list } from './world';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const fromHex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const passphrase = 'caf\u00e9 staple battery';

/** Block n is the SHA-256 of `lockstep vector <n>`, cut to what is asked for. */
function fixedRandom(): Random {
  let n = 0;
  return (bytes) => {
    const block = createHash('sha256').update(`lockstep vector ${n++}`).digest();
    bytes.set(block.subarray(0, bytes.length));
    return bytes;
  };
}

async function make() {
  const world = createWorld();
  const vault = world.worker({ kdf: argon2, random: fixedRandom() });
  await vault.create(passphrase);
  const moment = { now: 1_767_225_600_000, newId: () => '0189c9a2-7a52-4c3e-8f10-1f3a6f0d0b11' };
  const { account } = await vault.change((open) => addAccount(open, draft('example'), moment));
  return { disk: world.disk, account };
}

/** Bytes as hex, for people and other languages to read. */
function legible(value: Cbor): unknown {
  if (value instanceof Uint8Array) return hex(value);
  if (Array.isArray(value)) return (value as Cbor[]).map(legible);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as object).map(([name, each]) => [name, legible(each as Cbor)]),
  );
}

function describeDisk(disk: MemoryStore, plaintext: Uint8Array) {
  const [body, mac] = decodeCanonical(disk.header!) as [Uint8Array, Uint8Array];
  return {
    passphrase,
    vaultKey: hex(createHash('sha256').update('lockstep vector 0').digest()),
    header: hex(disk.header!),
    headerFields: legible(decodeCanonical(body)!),
    headerMac: hex(mac),
    records: Object.fromEntries([...disk.records].sort().map(([key, bytes]) => [key, hex(bytes)])),
    recordFields: legible(decodeCanonical(disk.records.get(disk.keys('account')[0]!)!)!),
    plaintext: hex(plaintext),
    plaintextFields: legible(decodeCanonical(plaintext)!),
  };
}

function vectorDisk(): MemoryStore {
  const records = Object.entries(vector.records).map(([key, bytes]) => [key, fromHex(bytes)] as const);
  return createMemoryStore({ header: fromHex(vector.header), records: new Map(records) });
}

describe('the worked example', () => {
  test('is what this version writes', async () => {
    const { disk, account } = await make();
    const made = describeDisk(disk, encodeAccount(account));
    if (process.env['WRITE_VECTORS']) {
      const file = new URL('../../corpus/vault-vectors/basic.json', import.meta.url);
      writeFileSync(file, `${JSON.stringify(made, undefined, 2)}\n`);
      return;
    }
    expect(made).toEqual(vector);
  });

  test('is what the document shows', () => {
    const text = readFileSync(new URL('../../../docs/vault-format.md', import.meta.url), 'utf8').replaceAll(
      '\n',
      '',
    );
    const { headerFields, recordFields } = vector;
    const shown = [
      vector.passphrase,
      vector.vaultKey,
      vector.header,
      vector.headerMac,
      vector.plaintext,
      headerFields.vaultId,
      headerFields.slots[0]!.wrapped,
      headerFields.sets.account.digest,
      recordFields.salt,
      recordFields.commit,
      ...Object.keys(vector.records).filter((key) => key.startsWith('account/')),
    ];
    for (const value of shown) expect(text).toContain(value);
  });

  test('opens with its passphrase, spelled in either way', async () => {
    const vault = createWorld().worker({ kdf: argon2, store: vectorDisk() });
    await vault.unlock(vector.passphrase.normalize('NFD'));
    expect(await damage(vault)).toBeUndefined();
    expect((await list(vault)).map((account) => hex(encodeAccount(account)))).toEqual([vector.plaintext]);
    expect(await list(vault)).toMatchObject([draft('example')]);
  });

  test('opens step by step as docs/vault-format.md says, with another HKDF, HMAC and AES', async () => {
    const { headerFields: header, recordFields: record } = vector;
    const slot = header.slots[0]!;
    const vaultId = fromHex(header.vaultId);

    const { name, m, t, p } = slot.kdf;
    const kdf = { name, m, t, p, salt: fromHex(slot.kdf.salt) };
    const derived = await argon2(passphrase, kdf.salt, kdf);
    const paramsHash = createHash('sha256').update(encodeCanonical(kdf)).digest();
    const slotInfo = encodeCanonical([
      'slot/v1',
      slot.type,
      vaultId,
      fromHex(slot.id),
      Uint8Array.from(paramsHash),
    ]);
    const aad = encodeCanonical({
      id: fromHex(slot.id),
      type: slot.type,
      role: slot.role,
      kdf,
      salt: fromHex(slot.salt),
      commit: fromHex(slot.commit),
    });
    const vaultKey = openElsewhere(derived, slot, slotInfo, aad, slot.wrapped);
    expect(hex(vaultKey)).toBe(vector.vaultKey);

    const subkey = (purpose: string) =>
      elsewhere(vaultKey, vaultId, Buffer.from(`lockstep/v1/${purpose}`), 32);
    const [body] = decodeCanonical(fromHex(vector.header)) as [Uint8Array];
    const mac = createHmac('sha256', subkey('header'))
      .update(Buffer.from('69', 'hex'))
      .update('header/v1')
      .update(body);
    expect(mac.digest('hex')).toBe(vector.headerMac);
    const blinded = createHmac('sha256', subkey('index')).update(vector.plaintextFields.id).digest('hex');
    expect(blinded).toBe(record.id);

    const id = fromHex(record.id);
    const recordInfo = encodeCanonical(['rec/v1', vaultId, id]);
    const recordAad = encodeCanonical([
      vaultId,
      id,
      record.schema,
      record.version,
      fromHex(record.writer),
      record.kind,
    ]);
    const padded = openElsewhere(subkey('record'), record, recordInfo, recordAad, record.ct);
    expect(padded.length % 256).toBe(0);
    expect(hex(padded).replace(/80(00)*$/, '')).toBe(vector.plaintext);

    const row = Buffer.concat([
      id,
      Buffer.from('0000000000000001', 'hex'),
      createHash('sha256').update(fromHex(record.ct)).digest(),
    ]);
    expect(createHash('sha256').update(row).digest('hex')).toBe(header.sets.account.digest);
  });
});

function elsewhere(key: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, length));
}

function openElsewhere(
  root: Uint8Array,
  sealed: { salt: string; commit: string },
  info: Uint8Array,
  aad: Uint8Array,
  ct: string,
): Buffer {
  const okm = elsewhere(root, fromHex(sealed.salt), info, 64);
  expect(hex(okm.subarray(32))).toBe(sealed.commit);
  const bytes = fromHex(ct);
  const cipher = createDecipheriv('aes-256-gcm', okm.subarray(0, 32), Buffer.alloc(12));
  cipher.setAAD(aad).setAuthTag(bytes.subarray(-16));
  return Buffer.concat([cipher.update(bytes.subarray(0, -16)), cipher.final()]);
}
