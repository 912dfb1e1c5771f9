import { beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../lib/problem';
import { appendLog, readLog } from '../../../lib/vault/log';
import { codeOf } from './victim';
import { byPassphrase, createTwinWorld, issuers, list, PASSPHRASE } from './world';

const OWNER = byPassphrase(PASSPHRASE);
const ALL = ['one Ltd', 'two Ltd'];
let world: Awaited<ReturnType<typeof createTwinWorld>>;
beforeEach(async () => void (world = await createTwinWorld('one', 'two')));

const flip = (bytes: Uint8Array) => bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));

describe('a worker', () => {
  test('loads once for all who ask meanwhile', async () => {
    let reads = 0;
    const counting = {
      ...world.disk,
      read: (kinds: Parameters<typeof world.disk.read>[0]) => (
        (reads += kinds.includes('account') ? 1 : 0),
        world.disk.read(kinds)
      ),
    };
    const vault = world.worker({ store: counting });
    await Promise.all([list(vault), list(vault), list(vault)]);
    await list(vault);
    expect(reads).toBe(1);
  });

  test('that unlocks over a copy that was shown to be damaged does not load from it', async () => {
    await world.vault.lock();
    world.disk.header = flip(world.disk.header!);
    const vault = world.worker();
    await vault.unlock(OWNER);
    expect(await issuers(vault)).toEqual(ALL);
  });
});

describe('a lock', () => {
  const note = { at: 1, kind: 'copy' } as const;

  test('writes what was to be written later after everything is gone, and is done with it', async () => {
    const seen = world.events;
    const vault = world.worker({
      onleave: async (write) => {
        seen.push('leave');
        await write((open) => appendLog(open, [note]));
      },
    });
    seen.length = 0;
    await vault.lock();
    expect(seen).toEqual(['lock', 'lock', 'locked', 'leave']);
    const next = world.worker();
    await next.unlock(OWNER);
    expect((await next.read(readLog)).entries).toEqual([note]);
  });

  test.each([
    ['fails', () => Promise.reject(new Error('full'))],
    [
      'asks for a vault that does not load',
      (write: (act: () => Promise<void>) => Promise<void>) => write(() => Promise.resolve()),
    ],
  ])('ends the session also where that %s', async (_, onleave) => {
    world.disk.header = world.mirror.header = undefined;
    await world.worker({ onleave }).lock();
    expect(world.area.value).toBeUndefined();
  });

  test('keeps what it loads to itself: nobody else reads meanwhile', async () => {
    let meanwhile: string | undefined;
    const vault = world.worker({
      onleave: async (write) =>
        write(async () => {
          meanwhile = await codeOf(list(vault));
        }),
    });
    await vault.lock();
    expect(meanwhile).toBe('vault-locked');
  });

  test('says whether it is a soft one, and leaves what a PIN opens then alone', async () => {
    const soft: boolean[] = [];
    const vault = world.worker({ onlock: (each) => (soft.push(each), Promise.resolve()) });
    await vault.ways.setPin(OWNER, '123456');
    await vault.lockSoftly();
    expect((await vault.locked()).pinTries).toBe(5);
    await vault.lock();
    expect((await vault.locked()).pinTries).toBeUndefined();
    expect([...new Set(soft.slice(-4))]).toEqual([true, false]);
  });
});

describe('a lock while a change is under way', () => {
  test('takes everything away at once, and the change ends as if it had come before', async () => {
    const vault = world.worker();
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    let begun = (): void => undefined;
    const running = new Promise<void>((resolve) => (begun = resolve));
    const change = vault.change(async (open) => {
      begun();
      await held;
      return (await open.all()).length;
    });
    await running;
    await vault.lock();
    expect(await vault.state()).toBe('locked');
    expect(await codeOf(list(vault))).toBe('vault-locked');
    go();
    expect(await change).toBe(2);
    expect(await codeOf(list(vault))).toBe('vault-locked');
  });

  test('is not undone by an unlock that began before it', async () => {
    await world.vault.lock();
    const vault = world.worker();
    const [unlocked] = await Promise.allSettled([vault.unlock(OWNER), vault.lock()]);
    expect(unlocked.status).toBe('rejected');
    expect(await vault.state()).toBe('locked');
  });

  test('is told once, however often it is repeated', async () => {
    const vault = world.worker();
    await list(vault);
    world.events.length = 0;
    await vault.lock();
    await vault.lockSoftly();
    await vault.lock();
    expect(world.events.filter((event) => event === 'locked')).toEqual(['locked']);
    await vault.unlock(OWNER);
    await vault.lock();
    expect(world.events.filter((event) => event === 'locked').length).toBe(2);
  });
});

describe('a session', () => {
  test('that could not begin leaves nothing open', async () => {
    await world.vault.lock();
    world.area.set = () => Promise.reject(new Problem('storage-full'));
    const vault = world.worker();
    expect(await codeOf(vault.unlock(OWNER))).toBe('storage-full');
    expect(await codeOf(list(vault))).toBe('vault-locked');
  });
});
