import { beforeEach, describe, expect, it } from 'vitest';
import { fromHex, toBase64 } from '../../../lib/encoding/bytes';
import { live, PASSPHRASE, startWorker, totpUri, type Worker } from './worker';

const proof = { type: 'passphrase', passphrase: PASSPHRASE } as const;
const OTHER = { type: 'passphrase', passphrase: 'another passphrase of mine' } as const;
const bytes = (value: number) => toBase64(new Uint8Array(32).fill(value));
const passkey = { type: 'passkey', name: 'Key', credential: 'AAEC', salt: bytes(1), prf: bytes(2) } as const;
let worker: Worker;

beforeEach(async () => {
  worker = await startWorker();
  await worker.manager('vault/create', { passphrase: PASSPHRASE });
  await worker.popup('accounts/add', { keyUri: totpUri('GitHub'), sites: [], recoveryNext: true });
});

const ways = async () => (await worker.manager('ways/list', null)).ways;
const wayOf = async (type: string) => (await ways()).find((way) => way.type === type)!;
const issuers = async () => (await worker.popup('accounts/list', null)).map(({ issuer }) => issuer);
const lock = () => worker.popup('vault/lock', null);
const unlock = (given: Parameters<typeof worker.popup<'vault/unlock'>>[1]['proof']) =>
  worker.popup('vault/unlock', { proof: given });
const unlockView = async () => (await worker.popup('vault/status', null)).unlock!;

async function addRecoveryKey() {
  const { text } = await worker.manager('ways/recovery-key', null);
  await worker.manager('ways/add', { proof, way: { type: 'recovery', text } });
  return { type: 'recovery', text } as const;
}

describe('the ways to unlock', () => {
  it('are listed with names, roles and which is in use', async () => {
    await worker.manager('ways/add', { proof, way: passkey });
    await addRecoveryKey();
    await worker.manager('ways/add', {
      proof,
      way: { type: 'viewer', name: 'Ann', passphrase: OTHER.passphrase },
    });
    const { ways: found, pin, recovery } = await worker.manager('ways/list', null);
    expect(found.map(({ type, role, name, inUse }) => [type, role, name, inUse])).toEqual([
      ['passphrase', 'owner', '', true],
      ['passkey', 'owner', 'Key', false],
      ['recovery', 'owner', '', false],
      ['passphrase', 'viewer', 'Ann', false],
    ]);
    expect([pin, recovery]).toEqual([false, 'made']);
  });

  it('can be renamed, and nothing that is none', async () => {
    await worker.manager('ways/add', { proof, way: passkey });
    const { slotId } = await wayOf('passkey');
    await worker.manager('ways/rename', { slotId, name: 'Blue key' });
    expect((await wayOf('passkey')).name).toBe('Blue key');
    const none = { slotId: 'f'.repeat(32), name: 'x' };
    await expect(worker.manager('ways/rename', none)).rejects.toMatchObject({ code: 'no-way' });
  });

  it('lose one, and the session goes on', async () => {
    await worker.manager('ways/add', { proof, way: passkey });
    const { slotId } = await wayOf('passkey');
    await worker.manager('ways/remove', { proof, slotId: slotId.toUpperCase() });
    expect((await ways()).length).toBe(1);
    expect(await issuers()).toEqual(['GitHub']);
    await worker.restart();
    expect(await issuers()).toEqual(['GitHub']);
    await lock();
    await expect(unlock({ type: 'passkey', slotId, prf: passkey.prf })).rejects.toMatchObject({
      code: 'wrong-passkey',
    });
    await expect(worker.manager('ways/list', null)).rejects.toMatchObject({ code: 'need-owner' });
  });
});

describe('a passkey', () => {
  it('is offered while locked with what its authenticator needs, and opens', async () => {
    await worker.manager('ways/add', { proof, way: passkey });
    await lock();
    const { passkeys, ways: offered } = await unlockView();
    const [offer] = passkeys;
    expect(offer).toMatchObject({ credential: passkey.credential, salt: passkey.salt });
    expect(Object.keys(offered)).toEqual(['passphrase', 'passkey']);
    const slotId = offer!.slotId;
    expect(fromHex(slotId)?.length).toBe(16);
    await expect(unlock({ type: 'passkey', slotId, prf: bytes(9) })).rejects.toMatchObject({
      code: 'wrong-passkey',
    });
    await unlock({ type: 'passkey', slotId, prf: passkey.prf });
    expect(await issuers()).toEqual(['GitHub']);
    expect((await wayOf('passkey')).inUse).toBe(true);
  });

  it.each([
    ['of another length', { prf: 'AAEC' }],
    ['without a credential', { credential: '' }],
    ['with a salt that is none', { salt: 'AAEC' }],
  ])('%s is not added', async (_, change) => {
    const way = { ...passkey, ...change };
    await expect(worker.manager('ways/add', { proof, way })).rejects.toMatchObject({ code: 'bad-message' });
    expect((await ways()).length).toBe(1);
  });
});

describe('the passphrase', () => {
  it('is changed, and the old one opens nothing', async () => {
    await worker.manager('ways/change-passphrase', { proof, passphrase: OTHER.passphrase });
    expect(await issuers()).toEqual(['GitHub']);
    await lock();
    await expect(unlock(proof)).rejects.toMatchObject({ code: 'wrong-passphrase' });
    await unlock(OTHER);
    expect(await issuers()).toEqual(['GitHub']);
  });

  it('is not changed without a fresh proof, however elevated the session', async () => {
    const change = { proof: OTHER, passphrase: 'a third one for tests' };
    await expect(worker.manager('ways/change-passphrase', change)).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
    await lock();
    await unlock(proof);
  });
});

describe('the recovery key', () => {
  it('opens once it was added, not before', async () => {
    const { text } = await worker.manager('ways/recovery-key', null);
    await lock();
    await expect(unlock({ type: 'recovery', text })).rejects.toMatchObject({ code: 'wrong-recovery-key' });
    await unlock(proof);
    const key = await addRecoveryKey();
    await lock();
    await unlock({ ...key, text: key.text.toLowerCase() });
    expect(await issuers()).toEqual(['GitHub']);
  });

  it('that is not wanted is not asked for again', async () => {
    expect((await worker.manager('ways/list', null)).recovery).not.toBe('refused');
    await worker.popup('ways/refuse-recovery', null);
    expect((await worker.manager('ways/list', null)).recovery).toBe('refused');
  });

  it('that is misspelled is no way', async () => {
    const way = { type: 'recovery', text: 'abcd' } as const;
    await expect(worker.manager('ways/add', { proof, way })).rejects.toMatchObject({
      code: 'wrong-recovery-key',
    });
  });
});

describe('the PIN', () => {
  it('opens after the machine was left alone, and is told of with its tries', async () => {
    await worker.manager('ways/pin', { proof, pin: '482913' });
    expect((await worker.manager('ways/list', null)).pin).toBe(true);
    worker.fake.api.idle.onStateChanged.emit('idle');
    await expect.poll(async () => (await worker.popup('vault/status', null)).state).toBe('locked');
    expect((await unlockView()).pinTries).toBe(5);
    await expect(unlock({ type: 'pin', pin: '000000' })).rejects.toMatchObject({ code: 'wrong-pin' });
    await worker.restart();
    expect((await unlockView()).pinTries).toBe(4);
    await unlock({ type: 'pin', pin: '482913' });
    expect(await issuers()).toEqual(['GitHub']);
    await live(worker, 1);
    await worker.manager('ways/pin', { proof, pin: null });
    worker.fake.api.idle.onStateChanged.emit('idle');
    await expect.poll(async () => (await worker.popup('vault/status', null)).state).toBe('locked');
    expect((await unlockView()).pinTries).toBeNull();
  });

  it('opens nothing after a hard lock', async () => {
    await worker.manager('ways/pin', { proof, pin: '482913' });
    await lock();
    expect((await unlockView()).pinTries).toBeNull();
    await expect(unlock({ type: 'pin', pin: '482913' })).rejects.toMatchObject({ code: 'pin-spent' });
  });
});

it('how long a way is held back is told while locked', async () => {
  await lock();
  for (let i = 0; i < 5; i += 1)
    await expect(unlock(OTHER)).rejects.toMatchObject({ code: 'wrong-passphrase' });
  await worker.restart();
  expect((await unlockView()).ways).toEqual({ passphrase: { waitUntil: Date.now() + 30_000 } });
  await expect(unlock(proof)).rejects.toMatchObject({ code: 'too-many-tries' });
});
