import { beforeEach, describe, expect, it, vi } from 'vitest';
import { onAway, onHeartbeat, startHeartbeat, stopHeartbeat } from '../../../lib/platform/timing';
import { newBrowser, type FakeBrowser } from './fake-browser';

vi.mock('../../../lib/platform/browser', async () => import('./fake-browser'));

let fake: FakeBrowser;
beforeEach(() => void (fake = newBrowser()));

describe('the heartbeat', () => {
  it('beats every minute, for its own alarm alone', async () => {
    const beat = vi.fn();
    onHeartbeat(beat);
    await startHeartbeat();
    const [{ call, args }] = fake.calls as [(typeof fake.calls)[number]];
    expect([call, args[1]]).toEqual(['alarms.create', { periodInMinutes: 1 }]);
    fake.api.alarms.onAlarm.emit({ name: String(args[0]) });
    fake.api.alarms.onAlarm.emit({ name: 'other' });
    expect(beat).toHaveBeenCalledOnce();
  });

  it('stops by the name it started with', async () => {
    await startHeartbeat();
    await stopHeartbeat();
    expect(fake.calls[1]).toEqual({ call: 'alarms.clear', args: [fake.calls[0]?.args[0]] });
  });
});

describe('a machine', () => {
  it.each([
    ['idle', 1],
    ['locked', 1],
    ['active', 0],
  ] as const)('that is %s is left or not', (state, times) => {
    const onaway = vi.fn();
    onAway(onaway);
    fake.api.idle.onStateChanged.emit(state);
    expect(onaway).toHaveBeenCalledTimes(times);
  });

  it('is idle after a quarter of an hour', () => {
    onAway(() => undefined);
    expect(fake.calls).toEqual([{ call: 'idle.setDetectionInterval', args: [900] }]);
  });
});
