import { beforeEach, describe, expect, it, vi } from 'vitest';
import { answerMessages, openEvents } from '../../../lib/platform/door';
import type { From, Outcome } from '../../../lib/messaging/receive';
import {
  EXTENSION_ID,
  EXTENSION_ORIGIN,
  fakePort,
  newBrowser,
  type FakeBrowser,
  type FakeSender,
} from './fake-browser';

vi.mock('../../../lib/platform/browser', async () => import('./fake-browser'));

const popup: FakeSender = {
  id: EXTENSION_ID,
  origin: EXTENSION_ORIGIN,
  url: `${EXTENSION_ORIGIN}/popup.html`,
};
const site: FakeSender = {
  id: EXTENSION_ID,
  origin: 'https://evil.com',
  url: 'https://evil.com/',
  tab: { id: 3 },
};
const strangers: readonly (readonly [string, FakeSender])[] = [
  ['another extension', { ...popup, id: 'other' }],
  ['a page of ours that is not listed', { ...popup, url: `${EXTENSION_ORIGIN}/other.html` }],
  ['a sandboxed frame', { ...site, origin: 'null' }],
  ['an address that is none', { id: EXTENSION_ID, url: 'x' }],
  ['nobody', {}],
];

let fake: FakeBrowser;
beforeEach(() => void (fake = newBrowser()));

describe('a message', () => {
  const outcome: Outcome = { ok: true, reply: null };
  const answer = vi.fn<(message: unknown, from: From) => Promise<Outcome>>();
  beforeEach(() => {
    answer.mockReset().mockResolvedValue(outcome);
    answerMessages(answer);
  });

  it('of a page of ours is answered, with who it came from', async () => {
    expect(await Promise.all(fake.api.runtime.onMessage.emit('hello', popup))).toEqual([outcome]);
    expect(answer).toHaveBeenCalledExactlyOnceWith('hello', { sender: 'popup', origin: EXTENSION_ORIGIN });
  });

  it('of a script in a site is answered as that, by the origin that the browser names', () => {
    fake.api.runtime.onMessage.emit({ origin: EXTENSION_ORIGIN, sender: 'popup' }, site);
    expect(answer.mock.calls[0]?.[1]).toEqual({ sender: 'injected', origin: 'https://evil.com', tabId: 3 });
  });

  it.each(strangers)('of %s gets no answer at all', (_, sender) => {
    expect(fake.api.runtime.onMessage.emit('hello', sender)).toEqual([undefined]);
    expect(answer).not.toHaveBeenCalled();
  });
});

describe('a Port', () => {
  const connect = (name: string, sender?: FakeSender) => {
    const port = fakePort(name, sender);
    fake.api.runtime.onConnect.emit(port);
    return port;
  };

  it('of a page of ours is told of events', () => {
    const { tell } = openEvents();
    const ports = [
      connect('events', popup),
      connect('events', { ...popup, url: `${EXTENSION_ORIGIN}/manager.html` }),
    ];
    tell('vault/changed');
    tell('vault/locked');
    const told = [
      { name: 'vault/changed', detail: null },
      { name: 'vault/locked', detail: null },
    ];
    expect(ports.map(({ posted }) => posted)).toEqual([told, told]);
  });

  it.each([...strangers, ['a script in a site', site] as const])(
    'of %s is closed, and told nothing',
    (_, sender) => {
      const { tell } = openEvents();
      const port = connect('events', sender);
      expect(port.closed).toBe(true);
      tell('vault/changed');
      expect(port.posted).toEqual([]);
    },
  );

  it('of nobody is closed', () => {
    openEvents();
    expect(connect('events').closed).toBe(true);
  });

  it('for anything else is closed', () => {
    openEvents();
    expect(connect('else', popup).closed).toBe(true);
  });

  it('that its page closed is told nothing more', () => {
    const { tell } = openEvents();
    const port = connect('events', popup);
    port.onDisconnect.emit(port);
    tell('vault/locked');
    expect(port.posted).toEqual([]);
  });

  it('that died unheard keeps the others from nothing', () => {
    const { tell } = openEvents();
    const dead = connect('events', popup);
    const alive = connect('events', popup);
    dead.closed = true;
    tell('vault/locked');
    tell('vault/changed');
    expect(alive.posted.length).toBe(2);
  });

  it('says which page is there, until that page is gone', () => {
    const events = openEvents();
    expect(events.hears('popup')).toBe(false);
    const port = connect('events', popup);
    expect([events.hears('popup'), events.hears('manager')]).toEqual([true, false]);
    port.onDisconnect.emit(port);
    expect(events.hears('popup')).toBe(false);
  });
});
