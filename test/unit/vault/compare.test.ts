import { describe, expect, test } from 'vitest';
import type { Account } from '../../../lib/vault/accounts/account';
import { changedFields, compareAccounts, putBack } from '../../../lib/vault/compare';
import { account, hotpAccount } from './small-vault';

const one = account('one');
const counted = hotpAccount('two', 5);
const counter = (given: Account, value: number): Account => ({
  ...given,
  otp: { ...given.otp, counter: value } as Account['otp'],
});
const trashed = { ...one, deletedAt: 9 };
const other = account('other').otp;

describe('an account of then', () => {
  test.each<[string, Account, Account | undefined, string, string[]]>([
    ['as it was', one, one, 'same', []],
    ['moved in the list', one, { ...one, order: 7.5 }, 'same', []],
    ['with new times alone', one, { ...one, changedAt: { issuer: 3 } }, 'same', []],
    ['confirmed since', { ...one, provisional: true }, one, 'same', []],
    ['whose counter went on', counted, counter(counted, 6), 'same', []],
    ['whose counter went back', counted, counter(counted, 4), 'changed', ['otp']],
    ['renamed', one, { ...one, issuer: 'new' }, 'changed', ['issuer']],
    [
      'with another secret and name',
      one,
      { ...one, accountName: 'b', otp: other },
      'changed',
      ['accountName', 'otp'],
    ],
    ['with another site', one, { ...one, sites: [] }, 'changed', ['sites']],
    ['with an unknown field since', one, { ...one, rest: { tags: ['a'] } }, 'changed', ['tags']],
    ['in the trash since', one, trashed, 'deleted', ['deletedAt']],
    ['in the trash then and now', trashed, trashed, 'same', []],
    ['in the trash then, longer now', trashed, { ...trashed, deletedAt: 10 }, 'changed', ['deletedAt']],
    ['in the trash then alone', trashed, one, 'changed', ['deletedAt']],
    ['not there today', one, undefined, 'gone', []],
  ])('%s', (_, then, today, state, fields) => {
    const { id: accountId, issuer, accountName } = then;
    expect(compareAccounts([then], today ? [today] : [])).toEqual([
      { accountId, issuer, accountName, state, fields },
    ]);
  });
});

test('accounts added since come last, but for those already in the trash', () => {
  const [fresh, gone] = [account('fresh'), account('gone', { deletedAt: 1 })];
  const compared = compareAccounts([one], [fresh, gone, one]);
  expect(compared.map(({ issuer, state }) => [issuer, state])).toEqual([
    ['one Ltd', 'same'],
    ['fresh Ltd', 'new'],
  ]);
});

test('accounts whose part of then can not be read are told by their names of today', () => {
  expect(compareAccounts([], [one, trashed], new Set([one.id])).map(({ state }) => state)).toEqual([
    'damaged',
    'damaged',
  ]);
});

describe('putting back', () => {
  const otpOf = (then: Account, today: Account) => putBack(then, today).otp;

  test.each([
    [5, 9, 9],
    [9, 5, 9],
    [5, 5, 5],
  ])('a counter of %i where today has %i gives %i', (then, today, result) => {
    expect(otpOf(counter(counted, then), counter(counted, today))).toMatchObject({ counter: result });
  });

  test('takes neither counter nor confirmation from another secret', () => {
    const today = { ...hotpAccount('another', 50), id: counted.id, provisional: false };
    expect(putBack({ ...counted, provisional: true }, today)).toEqual({ ...counted, provisional: true });
  });

  test.each([
    [true, true, true],
    [true, false, false],
    [false, true, false],
    [false, false, false],
  ])('provisional then: %s, today: %s, gives %s', (then, today, result) => {
    expect(putBack({ ...one, provisional: then }, { ...one, provisional: today }).provisional).toBe(result);
  });

  test('brings back what is not there today, and takes out of the trash', () => {
    expect(putBack(one, undefined)).toBe(one);
    expect(putBack(one, trashed)).toEqual(one);
  });

  test('compares nothing with a kind of code that this version does not know', () => {
    const unknown: Account = { ...one, otp: { type: 'unknown', raw: { type: 'motp', pin: 1 } } };
    expect(putBack(unknown, one)).toBe(unknown);
    expect(changedFields(unknown, one)).toEqual(['otp']);
    expect(changedFields(unknown, unknown)).toEqual([]);
  });
});
