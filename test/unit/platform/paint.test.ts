import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetPaint, readPaint, writePaint } from '../../../lib/platform/paint';
import type { Paint } from '../../../lib/messaging/views';
import { newBrowser, type FakeBrowser } from './fake-browser';

vi.mock('../../../lib/platform/browser', async () => import('./fake-browser'));

const now = 1_700_000_000_000;
const hour = 3_600_000;
const paint: Paint = {
  accounts: [],
  codes: [{ accountId: 'a', text: '123456', next: '654321', validUntil: now + 30_000 }],
  bySite: { 'https://github.com': ['a'] },
  lockAt: now + hour,
  role: 'owner',
};
const session = { wrapped: '', role: 'owner', lockAt: now + hour, seenAt: now };

let fake: FakeBrowser;
beforeEach(async () => {
  fake = newBrowser();
  fake.areas.session.values.set('session', session);
  await writePaint(paint);
});

describe('the paint', () => {
  it('is what was left, while the session lasts', async () => {
    expect(await readPaint(now)).toEqual(paint);
    expect(await readPaint(now + 5 * 60_000 - 1)).toEqual(paint);
    expect(await readPaint(now - 59_999)).toEqual(paint);
  });

  it('lies in memory alone', () => {
    expect([...fake.areas.local.values.keys(), ...fake.areas.sync.values.keys()]).toEqual([]);
  });

  it('lies there as one text: thousands of values take the browser many times longer to copy', () => {
    expect(JSON.parse(fake.areas.session.values.get('paint') as string)).toEqual(paint);
  });

  it('is nothing where something else lies under its name', async () => {
    fake.areas.session.values.set('paint', paint);
    expect(await readPaint(now)).toBeUndefined();
  });

  it('is gone when it was forgotten, and the session is left to whoever keeps it', async () => {
    await forgetPaint();
    expect(await readPaint(now)).toBeUndefined();
    expect([...fake.areas.session.values.keys()]).toEqual(['session']);
  });

  it.each([
    ['its time is over', session, hour],
    ['the machine slept for five minutes', session, 5 * 60_000],
    ['the clock was set back by a minute', session, -60_000],
    ['the session ended earlier than the paint says', { ...session, lockAt: now + 1000 }, 1000],
    ['the session says nothing', {}, 0],
  ])('is hidden where %s', async (_, value, later) => {
    fake.areas.session.values.set('session', value);
    expect(await readPaint(now + later)).toBeUndefined();
  });

  it('is hidden at its own time, were the session to go on', async () => {
    fake.areas.session.values.set('session', { ...session, lockAt: now + 9 * hour, seenAt: now + hour });
    expect(await readPaint(now + hour)).toBeUndefined();
  });

  it('is hidden without a session', async () => {
    fake.areas.session.values.delete('session');
    expect(await readPaint(now)).toBeUndefined();
  });

  it('is nothing where nothing was left', async () => {
    fake.areas.session.values.delete('paint');
    expect(await readPaint(now)).toBeUndefined();
  });
});
