import { describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../../lib/problem';
import { createCopies } from '../../../../lib/vault/engines/copies';
import { commitToAll, createStanding, type Engines } from '../../../../lib/vault/engines/led';
import { StaleError } from '../../../../lib/vault/engines/store';
import { createMemoryStore } from '../memory-store';
import { commitOf, committed, header, never, pair, record, refuse, stateOf, step } from './steps';

// Faults at every call are in faults.test.ts.

describe('a commit to many', () => {
  test.each([
    [[0, 1, 2], [], 0],
    [[1, 2], [0], 1],
    [[2], [0, 1], 2],
  ])('to three engines counts what %o take, and knows that %o are behind', async (taking, behind, lead) => {
    const disks = [0, 1, 2].map(() => createMemoryStore());
    const standing = createStanding();
    const on: Engines['on'] = (engine, act) =>
      taking.includes(engine) ? act(disks[engine]!) : Promise.reject(new Problem('storage-failed'));
    expect(await commitToAll({ numbers: [0, 1, 2], on, standing }, 0, step(0))).toBe(lead);
    expect(standing.state().behind).toEqual(behind);
    expect(disks.map(({ header }) => header !== undefined)).toEqual(
      [0, 1, 2].map((each) => taking.includes(each)),
    );
  });

  test('stops at once where the lead holds another header', async () => {
    const asked: number[] = [];
    const standing = createStanding();
    const on: Engines['on'] = (engine) => {
      asked.push(engine);
      return Promise.reject(new StaleError('other'));
    };
    await expect(commitToAll({ numbers: [0, 1], on, standing }, 1, step(0))).rejects.toBeInstanceOf(
      StaleError,
    );
    expect(asked).toEqual([1]);
    expect(standing.state()).toEqual({ behind: [], full: false });
  });
});

describe('a commit', () => {
  test.each([0, 1])('goes to the engine that leads first, then to the other: %i', async (lead) => {
    const { disks, copies } = pair();
    const order: number[] = [];
    disks.forEach((disk, engine) => {
      const commit = commitOf(disk);
      disk.commit = (batch) => {
        order.push(engine);
        return commit(batch);
      };
    });
    await copies.led(lead).commit(step(0));
    expect(order).toEqual([lead, 1 - lead]);
    expect(disks.map(stateOf)).toEqual([0, 0]);
    expect(copies.state()).toEqual({ behind: [], full: false });
  });

  test.each([
    ['fails', refuse('storage-failed'), false],
    ['is full', refuse('storage-full'), true],
    ['never answers', never, false],
    ['holds another header', () => Promise.reject(new StaleError('other')), false],
  ])('counts where the other engine %s, which is then behind and left alone', async (_, commit, full) => {
    const { disks, copies, store } = await committed(0);
    const asked = vi.fn(commit);
    disks[1].commit = asked;
    await store.commit(step(1));
    await store.commit(step(2));
    expect(asked).toHaveBeenCalledOnce();
    expect(disks.map(stateOf)).toEqual([2, 0]);
    expect(copies.state()).toEqual({ behind: [1], full });
  });

  test.each([
    ['fails', refuse('storage-failed'), false],
    ['is full', refuse('storage-full'), true],
    ['never answers', never, false],
  ])(
    'is taken by the other engine where the one that leads %s, and that one leads from then on',
    async (_, commit, full) => {
      const { disks, copies, store } = await committed(0);
      const whole = commitOf(disks[0]);
      disks[0].commit = commit;
      await store.commit(step(1));
      expect(copies.state()).toEqual({ behind: [0], full });
      expect(await store.read(['account'])).toEqual({ header: header(1), records: [record(1)] });
      disks[0].commit = whole;
      await store.commit(step(2));
      expect(disks.map(stateOf)).toEqual([0, 2]);
    },
  );

  test('that no engine takes fails as it failed in the one that leads', async () => {
    const { disks, copies, store } = await committed(0);
    disks[0].commit = refuse('storage-full');
    disks[1].commit = refuse('storage-failed');
    await expect(store.commit(step(1))).rejects.toMatchObject({ code: 'storage-full' });
    expect(disks.map(stateOf)).toEqual([0, 0]);
    expect(copies.state()).toEqual({ behind: [], full: true });
  });

  test('on a header that the leading engine does not hold is stale, whatever the other holds', async () => {
    const { disks, store } = await committed(0);
    await disks[0].commit(step(1));
    await expect(store.commit(step(1))).rejects.toBeInstanceOf(StaleError);
    expect(disks.map(stateOf)).toEqual([1, 0]);
  });

  // Otherwise both engines would hold a state of the same generation, and one of them was acknowledged.
  test('is stale after one that failed everywhere but was applied unnoticed in the other engine', async () => {
    const { disks, store } = await committed(0);
    const [first, second] = [commitOf(disks[0]), commitOf(disks[1])];
    disks[0].commit = refuse('storage-failed');
    disks[1].commit = (batch) => second(batch).then(refuse('storage-failed'));
    await expect(store.commit(step(1))).rejects.toMatchObject({ code: 'storage-failed' });
    Object.assign(disks[0], { commit: first });
    Object.assign(disks[1], { commit: second });
    await expect(store.commit({ ...step(1), header: header(9) })).rejects.toBeInstanceOf(StaleError);
    expect(disks.map(stateOf)).toEqual([0, 1]);
  });

  // The other may be the later state: two would be acknowledged of which one is lost.
  test('is stale once an engine that did not say at first turns out to hold another header', async () => {
    const { disks, copies } = await committed(0);
    await disks[1].commit(step(1));
    const { ...now } = disks[1];
    disks[1].read = refuse('storage-failed');
    const next = createCopies(disks, { withinMs: 20 });
    await next.headers();
    disks[1].read = (kinds) => now.read(kinds);
    await next.headers();
    await expect(next.led(0).commit(step(1))).rejects.toBeInstanceOf(StaleError);
    await next.led(1).commit(step(2));
    expect(disks.map(stateOf)).toEqual([0, 2]);
    expect(next.state().behind).toEqual([0]);
    expect(copies.state().behind).toEqual([]);
  });

  test('counts where an engine still does not say what it holds', async () => {
    const { disks } = await committed(0);
    disks[1].read = refuse('storage-failed');
    disks[1].commit = refuse('storage-failed');
    const next = createCopies(disks, { withinMs: 20 });
    await next.headers();
    await next.led(0).commit(step(1));
    expect(next.state().behind).toEqual([1]);
  });

  test('works after one that failed everywhere', async () => {
    const { disks, copies, store } = await committed(0);
    const former = disks.map(commitOf);
    for (const disk of disks) disk.commit = refuse('storage-full');
    await expect(store.commit(step(1))).rejects.toMatchObject({ code: 'storage-full' });
    disks.forEach((disk, i) => (disk.commit = former[i]!));
    await store.commit(step(1));
    expect(disks.map(stateOf)).toEqual([1, 1]);
    expect(copies.state()).toEqual({ behind: [], full: false });
  });
});
