import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listen } from '../../../lib/platform/events';
import { newBrowser, type FakeBrowser } from './fake-browser';

vi.mock('../../../lib/platform/browser', async () => import('./fake-browser'));

let fake: FakeBrowser;
let heard: string[];
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  fake = newBrowser();
  heard = [];
  stop = listen((name) => heard.push(name));
});
afterEach(() => vi.useRealTimers());

describe('a page that listens', () => {
  it('opens one Port, for events', () => {
    expect(fake.ports.map(({ name }) => name)).toEqual(['events']);
  });

  it('hears of events, and of nothing else', () => {
    const [port] = fake.ports;
    port?.onMessage.emit({ name: 'vault/locked', detail: null });
    port?.onMessage.emit({ name: 'vault/opened', detail: null });
    port?.onMessage.emit('vault/locked');
    expect(heard).toEqual(['vault/locked']);
  });

  it('opens another Port when the worker was stopped, and takes it that something changed', () => {
    fake.ports[0]!.onDisconnect.emit(fake.ports[0]!);
    expect(fake.ports.length).toBe(1); // Not at once: a worker that can not start would be asked in a loop.
    vi.runAllTimers();
    expect(fake.ports.length).toBe(2);
    expect(heard).toEqual(['vault/changed']);
    fake.ports[1]!.onMessage.emit({ name: 'vault/locked', detail: null });
    expect(heard).toEqual(['vault/changed', 'vault/locked']);
  });

  it('closes its Port on request, for good', () => {
    fake.ports[0]!.onDisconnect.emit(fake.ports[0]!);
    vi.runAllTimers();
    stop();
    expect(fake.ports[1]!.closed).toBe(true);
    fake.ports[1]!.onDisconnect.emit(fake.ports[1]!);
    vi.runAllTimers();
    expect(fake.ports.length).toBe(2);
    expect(heard).toEqual(['vault/changed']);
  });

  it('opens none any more when it was stopped while the worker was away', () => {
    fake.ports[0]!.onDisconnect.emit(fake.ports[0]!);
    stop();
    vi.runAllTimers();
    expect(fake.ports.length).toBe(1);
    expect(heard).toEqual([]);
  });
});
