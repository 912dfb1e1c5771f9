import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCanonical, encodeCanonical, type Cbor } from '../../../../lib/encoding/cbor';
import {
  ACCOUNT_SCHEMA,
  decodeAccount,
  encodeAccount,
  type Account,
} from '../../../../lib/vault/accounts/account';
import { draft, hotpDraft } from '../world';

const id = '0189c9a2-7a52-4c3e-8f10-1f3a6f0d0b11';
const account: Account = {
  ...draft('one'),
  id,
  provisional: true,
  order: 1536.5,
  createdAt: 1,
  changedAt: { issuer: 2 },
  readOnly: false,
  rest: {},
};
const plain = decodeCanonical(encodeAccount(account)) as Record<string, Cbor>;
const decode = (change: Record<string, Cbor | undefined>, schema = ACCOUNT_SCHEMA) =>
  decodeAccount(encodeCanonical({ ...plain, ...change }), schema);
const secret = Uint8Array.of(1, 2, 3);

describe('an account', () => {
  test.each<[string, Partial<Account>]>([
    ['as it is added', {}],
    ['with a counter', { otp: hotpDraft('one').otp }],
    [
      'of Steam',
      {
        otp: {
          type: 'steam',
          secret: account.otp.type === 'unknown' ? (secret as never) : account.otp.secret,
        },
      },
    ],
    ['in the trash', { deletedAt: 5 }],
    [
      'with what the user set for a site',
      {
        sites: [
          {
            host: 'one.example',
            subdomains: false,
            confirmedAt: 0,
            field: { traits: ['id=otp', 'type=text'], cells: 6 },
            submit: true,
            append: true,
          },
        ],
      },
    ],
    ['with a port', { sites: [{ host: 'localhost', port: 8443, subdomains: false, confirmedAt: 0 }] }],
    ['without names', { issuer: '', accountName: '' }],
    ['with 64 kB of name, tags and marks', { issuer: '<b>\u202e</b>'.repeat(7000) }],
  ])('reads back as it was written: %s', (_, change) => {
    const changed = { ...account, ...change };
    expect(decodeAccount(encodeAccount(changed), ACCOUNT_SCHEMA)).toEqual(changed);
  });

  test('reads back whatever its names, order and times', () => {
    const anyOrder = fc.double({ noNaN: true, noDefaultInfinity: true }).map((order) => order + 0);
    const names = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(names, names, anyOrder, fc.maxSafeNat(), (issuer, accountName, order, createdAt) => {
        const changed = { ...account, issuer, accountName, order, createdAt };
        expect(decodeAccount(encodeAccount(changed), ACCOUNT_SCHEMA)).toEqual(changed);
      }),
    );
  });

  test.each<[string, Record<string, Cbor | undefined>]>([
    ['no id', { id: undefined }],
    ['an id that is no UUID', { id: 'one' }],
    ['no issuer', { issuer: undefined }],
    ['an order that is no number', { order: 'first' }],
    ['a time before 1970', { createdAt: -1 }],
    ['a time with a fraction', { deletedAt: 1.5 }],
    ['sites that are none', { sites: [{ host: 'one.example' }] }],
    ['no kind of one-time password', { otp: { secret } }],
  ])('with %s is none', (_, change) => {
    expect(decode(change)).toBeUndefined();
  });

  test.each(['', 'ff', '80', 'f6', '01'])('is not read from other bytes: %s', (hex) => {
    expect(decodeAccount(Buffer.from(hex, 'hex'), ACCOUNT_SCHEMA)).toBeUndefined();
  });

  test.each<[string, Record<string, Cbor>]>([
    ['of a kind unknown here', { type: 'motp', secret, pin: '1234' }],
    [
      'with a property unknown here',
      { type: 'totp', secret, algorithm: 'SHA1', digits: 6, period: 30, offset: 1 },
    ],
    ['of an algorithm unknown here', { type: 'totp', secret, algorithm: 'SHA3', digits: 6, period: 30 }],
    ['without a secret', { type: 'steam', secret: new Uint8Array() }],
    ['with too many digits', { type: 'totp', secret, algorithm: 'SHA1', digits: 11, period: 30 }],
    ['with a period of nothing', { type: 'totp', secret, algorithm: 'SHA1', digits: 6, period: 0 }],
  ])('keeps a one-time password %s as it came, and gives no code', (_, otp) => {
    const read = decode({ otp })!;
    expect(read.otp).toEqual({ type: 'unknown', raw: otp });
    expect(encodeAccount(read)).toEqual(encodeCanonical({ ...plain, otp }));
  });

  test('keeps what this version does not know, byte for byte, in itself and in its sites', () => {
    const unknown = {
      tags: ['a', 'b'],
      recoveryCodes: [{ text: 'x', usedAt: 1 }],
      blob: Uint8Array.of(1, 2),
      sites: [{ host: 'one.example', subdomains: true, confirmedAt: 1, later: { id: 'otp' } }],
    };
    const bytes = encodeCanonical({ ...plain, ...unknown });
    expect(encodeAccount(decodeAccount(bytes, ACCOUNT_SCHEMA)!)).toEqual(bytes);
  });
});

describe('an account of a newer version', () => {
  test('is read-only and gives no code', () => {
    expect(decode({}, ACCOUNT_SCHEMA + 1)).toEqual({
      ...account,
      otp: { type: 'unknown', raw: plain['otp'] },
      readOnly: true,
    });
  });

  test('is shown by what can still be read of it', () => {
    const changed = {
      issuer: { text: 'one' },
      order: 'a0',
      sites: 'one.example',
      otp: 1,
      provisional: undefined,
      createdAt: '2027',
      changedAt: [],
      deletedAt: 'never',
    };
    expect(decode(changed, ACCOUNT_SCHEMA + 1)).toMatchObject({
      id,
      issuer: '',
      accountName: account.accountName,
      sites: [],
      order: 0,
      readOnly: true,
    });
    expect(decode(changed, ACCOUNT_SCHEMA)).toBeUndefined();
  });

  test('stays in the trash', () => {
    expect(decode({ deletedAt: 5 }, ACCOUNT_SCHEMA + 1)).toMatchObject({ deletedAt: 5 });
  });
});
