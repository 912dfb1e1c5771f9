import { describe, expect, it } from 'vitest';
import { Draft } from '../../../../components/state/draft.svelte';
import { Typed } from '../../../../components/state/typed.svelte';
import type { Send } from '../../../../lib/messaging/send';
import { parseKeyUri } from '../../../../lib/otp/key-uri';

const URI = 'otpauth://totp/ACME:jo?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ACME&digits=8';

describe('a draft', () => {
  it('gives back the account it was made from, with the names as edited', () => {
    const draft = new Draft(parseKeyUri(URI));
    draft.issuer = '  ACME Co ';
    expect(parseKeyUri(draft.keyUri ?? '')).toEqual({ ...parseKeyUri(URI), issuer: 'ACME Co' });
  });

  it('shows the code of RFC 6238 at its first test time', () => {
    expect(new Draft(parseKeyUri(URI)).codeAt(59_000)?.text).toBe('94287082');
  });

  it('shows no code of a counter: it would be used before it is saved', () => {
    const draft = new Draft(parseKeyUri(`${URI.replace('totp', 'hotp')}&counter=0`));
    expect(draft.ready).toBe(true);
    expect(draft.codeAt(59_000)).toBeUndefined();
  });

  it.each([
    ['with a name and no site', { siteText: ' ' }, true],
    ['with a site', { siteText: 'acme.example' }, true],
    ['with a site that is none', { siteText: 'not a site' }, false],
    ['without any name', { issuer: ' ', accountName: '' }, false],
    ['without a secret', { otp: undefined }, false],
    ['with names that make the Key URI too long', { issuer: '银'.repeat(1000) }, false],
  ])('%s is ready: %s', (_, change, ready) => {
    expect(Object.assign(new Draft(parseKeyUri(URI)), change).ready).toBe(ready);
  });

  it('keeps only the answer about what it says now', async () => {
    const draft = new Draft(parseKeyUri(URI));
    let answer: (statuses: string[]) => void = () => undefined;
    const send = (() => new Promise((resolve) => (answer = resolve))) as unknown as Send;
    const asked = draft.check(send);
    draft.issuer = 'Other';
    answer(['already-there']);
    await asked;
    expect(draft.status).toBeUndefined();
  });

  it('is saved with its site, and with none where none was named', async () => {
    const sent: unknown[] = [];
    const send = ((name: string, request: unknown) =>
      Promise.resolve(sent.push([name, request]))) as unknown as Send;
    const draft = new Draft(parseKeyUri(URI));
    await draft.save(send);
    draft.siteText = 'https://acme.example:8443/setup';
    await draft.save(send);
    const { keyUri } = draft;
    expect(sent).toEqual([
      ['accounts/add', { keyUri, sites: [] }],
      ['accounts/add', { keyUri, sites: [{ host: 'acme.example', port: 8443, subdomains: false }] }],
    ]);
  });

  it.each([
    ['saved', false, {}],
    ['saved with the promise of a recovery key', true, { recoveryNext: true }],
  ])('is %s with its site, and says no more than that', async (_, recoveryNext, promise) => {
    const sent: unknown[] = [];
    const send = ((name: string, request: unknown) => {
      sent.push([name, request]);
      return Promise.resolve({ status: 'added' });
    }) as unknown as Send;
    const draft = new Draft(parseKeyUri(URI));
    draft.siteText = 'acme.example';
    expect(await draft.save(send, recoveryNext)).toEqual({ status: 'added' });
    const sites = [{ host: 'acme.example', subdomains: false }];
    expect(sent).toEqual([['accounts/add', { keyUri: draft.keyUri, sites, ...promise }]]);
  });
});

describe('a typed account', () => {
  const typed = (part: Partial<Typed>): Typed =>
    Object.assign(new Typed(), { secretText: 'jbsw y3dp ehpk 3pxp', ...part });

  it.each([
    ['by time', {}, { type: 'totp', algorithm: 'SHA1', digits: 6, period: 30 }],
    [
      'by counter',
      { kind: 'hotp', counterText: '7' },
      { type: 'hotp', algorithm: 'SHA1', digits: 6, counter: 7 },
    ],
    ['for Steam', { kind: 'steam', digitsText: 'whatever' }, { type: 'steam' }],
    [
      'with eight digits of SHA256',
      { digitsText: '8', algorithm: 'SHA256' },
      { digits: 8, algorithm: 'SHA256' },
    ],
  ] as const)('%s is taken', (_, part, otp) => {
    expect(typed(part).otp).toMatchObject(otp);
  });

  it.each([
    ['three digits', { digitsText: '3' }],
    ['a period of none', { periodText: '0' }],
    ['a period of more than a day', { periodText: '86401' }],
    ['a period with a sign', { periodText: '+30' }],
    ['a counter below zero', { kind: 'hotp', counterText: '-1' }],
    ['a counter past the last', { kind: 'hotp', counterText: '9007199254740992' }],
    ['a secret with a one in it', { secretText: 'JBSW1' }],
    ['no secret', { secretText: ' ' }],
  ] as const)('with %s is not', (_, part) => {
    expect(typed(part).otp).toBeUndefined();
  });

  it('is looked at twice where its secret is weak or its period unusual', () => {
    expect(typed({ periodText: '600' }).notes).toEqual([{ kind: 'weak-secret' }, { kind: 'unusual-period' }]);
    expect(typed({ secretText: 'A'.repeat(32) }).notes).toEqual([]);
  });
});
