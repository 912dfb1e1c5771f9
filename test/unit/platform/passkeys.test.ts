import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askPasskey, canUsePasskeys, makePasskey } from '../../../lib/platform/passkeys';
import { createFakeCredentials, type FakeCredentials } from './fake-credentials';

let fake: FakeCredentials;

beforeEach(() => {
  fake = createFakeCredentials();
  vi.stubGlobal('navigator', { credentials: fake.credentials });
  vi.stubGlobal('PublicKeyCredential', fake.PublicKeyCredential);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const failing = (name: string) => Object.assign(new Error('what a site must not learn'), { name });

async function made(slotId: string, existing: Parameters<typeof makePasskey>[1] = []) {
  const passkey = await makePasskey('Laptop', existing);
  if (typeof passkey !== 'object') throw new Error('The scene needs a passkey.');
  return { ...passkey, slotId };
}

describe('whether passkeys can be used', () => {
  it.each([
    ['the browser tells that it can', { 'extension:prf': true }, true],
    ['the browser tells that it can’t', { 'extension:prf': false }, false],
    ['the browser knows of no such word', {}, true],
  ])('is said where %s', async (_, capabilities, expected) => {
    fake.capabilities(capabilities);
    expect(await canUsePasskeys()).toBe(expected);
  });

  it('is taken for granted where the browser can’t tell', async () => {
    expect(await canUsePasskeys()).toBe(true);
  });

  it('is denied where there is no WebAuthn', async () => {
    vi.stubGlobal('PublicKeyCredential', undefined);
    expect(await canUsePasskeys()).toBe(false);
  });
});

describe('a new passkey', () => {
  it.each([
    ['at once', 'create'],
    ['only when it is used', 'get'],
  ] as const)('has its secret where the authenticator computes %s', async (_, when) => {
    fake.computes = when;
    const { credential, salt, prf } = await made('');
    expect(prf).toBe(fake.prf(credential, salt));
    expect(atob(salt)).toHaveLength(32);
  });

  it('leaves the relying party to the browser, and demands that the user is verified', async () => {
    await made('');
    const asked = fake.created[0];
    expect(asked?.rp).not.toHaveProperty('id');
    expect(asked?.authenticatorSelection).toEqual({ residentKey: 'preferred', userVerification: 'required' });
    expect(asked?.timeout).toBe(60_000);
  });

  it('has a salt of its own', async () => {
    expect((await made('')).salt).not.toBe((await made('')).salt);
  });

  it('is not made on an authenticator that holds one already', async () => {
    const first = await made('aa');
    expect(await makePasskey('Again', [first])).toBe('already-there');
  });

  it.each([
    ['the user cancels', 'NotAllowedError', undefined],
    ['the dialog is closed', 'AbortError', undefined],
    ['the browser lacks something', 'NotSupportedError', 'unsupported'],
  ])('is not made where %s', async (_, name, expected) => {
    fake.fails = failing(name);
    expect(await makePasskey('Laptop', [])).toBe(expected);
  });

  it('is of no use where the authenticator computes nothing', async () => {
    fake.computes = 'never';
    expect(await makePasskey('Laptop', [])).toBe('unsupported');
    expect(fake.got).toEqual([]);
  });
});

describe('asking for a passkey', () => {
  it('gives each its own salt, and tells which one was used', async () => {
    const passkeys = [await made('aa'), await made('bb'), await made('cc')];
    fake.chosen = 1;
    expect(await askPasskey(passkeys)).toEqual({
      slotId: 'bb',
      prf: fake.prf(passkeys[1]!.credential, passkeys[1]!.salt),
    });
    expect(fake.got.at(-1)?.userVerification).toBe('required');
    expect(fake.got.at(-1)?.allowCredentials).toHaveLength(3);
  });

  it.each([
    ['the user cancels', 'NotAllowedError', undefined],
    ['the browser refuses', 'SecurityError', 'unsupported'],
  ])('gives nothing where %s', async (_, name, expected) => {
    const passkeys = [await made('aa')];
    fake.fails = failing(name);
    expect(await askPasskey(passkeys)).toBe(expected);
  });

  it('says so where the authenticator computes nothing', async () => {
    const passkeys = [await made('aa')];
    fake.computes = 'never';
    expect(await askPasskey(passkeys)).toBe('unsupported');
  });
});
