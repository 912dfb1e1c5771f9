import { beforeEach, describe, expect, test } from 'vitest';
import { createCell, readCell, settle, type SessionData } from '../../../../lib/vault/session/cell';
import { createArea, createKeeper, MINUTE } from '../cheap';

const seenAt = 1_700_000_000_000;
const pin = { salt: '', m: 1, t: 1, p: 1, wrapped: '', tries: 5 };
const open: SessionData = {
  wrapped: 'x',
  role: 'owner',
  slotId: 'ab',
  lockAt: seenAt + 60 * MINUTE,
  seenAt,
  elevatedUntil: seenAt + 10 * MINUTE,
  pin,
};
const { wrapped: _, ...locked } = open;
const softened: SessionData = { ...locked, elevatedUntil: 0 };

describe('settle', () => {
  test.each<[string, SessionData, number, SessionData | undefined]>([
    ['leaves an open one as it is', open, 0, open],
    ['leaves a soft one as it is', softened, 0, softened],
    ['makes an open one soft after a gap, elevated no more', open, 5 * MINUTE, softened],
    ['ends one without a PIN after a gap', without(open, 'pin'), 5 * MINUTE, undefined],
    ['ends any at its end', softened, 60 * MINUTE, undefined],
    [
      'ends an elevation at its end',
      { ...open, elevatedUntil: seenAt + 1 },
      1,
      { ...open, elevatedUntil: 0 },
    ],
    ['bears a clock that is set right by a second', open, -1000, open],
    ['ends an elevation when the clock was set back', open, -1001, { ...open, elevatedUntil: 0 }],
  ])('%s', (_name, data, laterMs, expected) => {
    const settled = settle(data, seenAt + laterMs);
    expect(settled).toEqual(expected);
    if (settled && expected === data) expect(settled).toBe(data);
  });
});

describe('readCell', () => {
  test.each<[string, object]>([
    ['a role that is none', { role: 'root' }],
    ['no end', { lockAt: null }],
    ['tries that are no number', { pin: { ...pin, tries: '5' } }],
    ['a property more', { more: 1 }],
  ])('takes nothing with %s', (_name, change) => {
    expect(readCell({ ...open, ...change })).toBeUndefined();
    expect(readCell(open)).toEqual(open);
  });
});

describe('a cell', () => {
  const area = createArea();
  const keeper = createKeeper();
  let now = seenAt;
  const cell = createCell({ area, keeper, now: () => now });
  beforeEach(async () => {
    now = seenAt;
    await area.set(open);
    await keeper.put(await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']));
  });

  test('drops for good what time has ended, with the kept key', async () => {
    now += 5 * MINUTE;
    expect(await cell.look()).toEqual(softened);
    expect([area.value, keeper.kept]).toEqual([softened, undefined]);
    now = seenAt;
    expect(await cell.look()).toEqual(softened);
    now += 60 * MINUTE;
    expect(await cell.look()).toBeUndefined();
    expect(area.value).toBeUndefined();
  });

  test('that no session wrote ends', async () => {
    area.value = { ...open, more: 1 };
    expect(await cell.look()).toBeUndefined();
    expect([area.value, keeper.kept]).toEqual([undefined, undefined]);
  });

  test('is over for whoever looks, even where that can not be written; the kept key goes', async () => {
    const broken = {
      ...area,
      set: () => Promise.reject(new Error('no')),
      remove: () => Promise.reject(new Error('no')),
    };
    const stuck = createCell({ area: broken, keeper, now: () => now });
    now += 5 * MINUTE;
    expect(await stuck.look()).toEqual(softened);
    expect(keeper.kept).toBeUndefined();
    now += 60 * MINUTE;
    expect(await stuck.look()).toBeUndefined();
  });
});

function without(data: SessionData, name: 'pin'): SessionData {
  const { [name]: _gone, ...rest } = data;
  return rest;
}
