/** The worked example of docs/vault-format.md. To make it anew: WRITE_VECTORS=1 npx vitest run test/unit/vault/vector.test.ts */
import { createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { argon2 } from '../../../lib/crypto/kdf';
import { decodeCanonical, encodeCanonical } from '../../../lib/encoding/cbor';
import { encodeAccount } from '../../../lib/vault/accounts/account';
import { addAccount } from '../../../lib/vault/accounts/accounts';
import vector from '../../corpus/vault-vectors/basic.json';
import layout1 from '../../corpus/vault-vectors/layout-1.json';
import { createMemoryStore, type MemoryStore } from './memory-store';
import { legible } from './vectors/find';
import { fixedRandom, fromHex, hex, withFixedCrypto } from './vectors/fixed';
import { createWorld, damage, draft, list, byPassphrase } from './world';

const passphrase = 'caf\u00e9 staple battery';

async function make() {
  const world = createWorld();
  const vault = world.worker({ kdf: argon2, random: fixedRandom('lockstep vector') });
  const moment = { now: 1_767_225_600_000, newId: () => '0189c9a2-7a52-4c3e-8f10-1f3a6f0d0b11' };
  return withFixedCrypto(async () => {
    await vault.create(passphrase);
    const { account } = await vault.change((open) => addAccount(open, draft('example'), moment));
    return { disk: world.disk, account };
  });
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

interface Example {
  readonly header: string;
  readonly records: Readonly<Record<string, string>>;
}

function diskOf(example: Example): MemoryStore {
  const records = Object.entries(example.records).map(([key, bytes]) => [key, fromHex(bytes)] as const);
  return createMemoryStore({ header: fromHex(example.header), records: new Map(records) });
}

const EXAMPLE = new URL('../../corpus/vault-vectors/basic.json', import.meta.url);
const DOCUMENT = new URL('../../../docs/vault-format.md', import.meta.url);

/** What the document shows of an example. */
function shownOf({ headerFields, recordFields, records, ...example }: typeof vector): string[] {
  const { priv, kdf, ...slot } = headerFields.slots[0]!;
  return [
    example.passphrase,
    example.vaultKey,
    example.header,
    example.headerMac,
    example.plaintext,
    headerFields.vaultId,
    ...[slot.id, slot.salt, slot.commit, slot.wrapped, slot.pub, kdf.salt],
    ...[priv.salt, priv.commit, priv.ct],
    headerFields.sets.account.digest,
    ...[recordFields.salt, recordFields.commit],
    ...Object.keys(records).filter((key) => key.startsWith('account/')),
  ];
}

/** The document with this example in the place of the one it shows. */
function documentWith(example: typeof vector): string {
  const inLines = (text: string) =>
    /^[\da-f]{256,}$/.test(text) ? text.match(/.{1,128}/g)!.join('\n') : text;
  const fresh = shownOf(example);
  const pairs = shownOf(vector).map((old, i) => [old, fresh[i]!] as const);
  return pairs.reduce(
    (text, [old, value]) => text.replaceAll(inLines(old), inLines(value)).replaceAll(old, value),
    readFileSync(DOCUMENT, 'utf8'),
  );
}

describe('the worked example', () => {
  test('is what this version writes', async () => {
    const { disk, account } = await make();
    const made = describeDisk(disk, encodeAccount(account));
    if (process.env['WRITE_VECTORS']) {
      writeFileSync(EXAMPLE, `${JSON.stringify(made, undefined, 2)}\n`);
      writeFileSync(DOCUMENT, documentWith(made as unknown as typeof vector));
      return;
    }
    expect(made).toEqual(vector);
  });

  test('is what the document shows', () => {
    const text = readFileSync(DOCUMENT, 'utf8').replaceAll('\n', '');
    for (const value of shownOf(vector)) expect(text).toContain(value);
  });

  test.each([
    ['of this version', vector],
    ['of the first layout', layout1],
  ])('%s opens with its passphrase, spelled in either way', async (_, example) => {
    const vault = createWorld().worker({ kdf: argon2, store: diskOf(example) });
    await vault.unlock(byPassphrase(example.passphrase.normalize('NFD')));
    expect(await damage(vault)).toBeUndefined();
    expect((await list(vault)).map((account) => hex(encodeAccount(account)))).toEqual([example.plaintext]);
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
      pub: fromHex(slot.pub),
      priv: bytesIn(slot.priv),
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

function bytesIn<T extends string>(fields: Readonly<Record<T, string>>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries<string>(fields).map(([name, text]) => [name, fromHex(text)]));
}

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
