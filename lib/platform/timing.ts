/** What ends a session from outside: time, an idle or locked machine. */
import { browser } from './browser';

const HEARTBEAT = 'heartbeat';
const IDLE_SECONDS = 15 * 60;

/** Calls `beat` every minute while the heartbeat runs. */
export function onHeartbeat(beat: () => void): void {
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === HEARTBEAT) beat();
  });
}

export async function startHeartbeat(): Promise<void> {
  await browser.alarms.create(HEARTBEAT, { periodInMinutes: 1 });
}

export async function stopHeartbeat(): Promise<void> {
  await browser.alarms.clear(HEARTBEAT);
}

/** Calls `onaway` when nobody has used the machine for a quarter of an hour, or its screen was locked. */
export function onAway(onaway: () => void): void {
  browser.idle.setDetectionInterval(IDLE_SECONDS);
  browser.idle.onStateChanged.addListener((state) => {
    if (state !== 'active') onaway();
  });
}
