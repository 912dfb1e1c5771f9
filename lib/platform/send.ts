import { createSend } from '../messaging/send';
import type { Outcome } from '../messaging/receive';
import { Problem } from '../problem';
import { browser } from './browser';

/** Deriving a key from a passphrase takes a second on slow machines; anything longer means a dead worker. */
const ANSWER_WITHIN_MS = 20_000;
/** The first question of every page takes no such time, and nothing is shown before its answer. */
const STATUS_WITHIN_MS = 6000;

/** Asks the worker. Rejects with a `Problem` for every failure, a silent worker included. */
export const send = createSend(async (message) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    const { name } = message as { name: string };
    const withinMs = name === 'vault/status' ? STATUS_WITHIN_MS : ANSWER_WITHIN_MS;
    timer = setTimeout(() => reject(new Problem('no-answer')), withinMs);
  });
  try {
    const outcome: unknown = await Promise.race([ask(message), silence]);
    if (outcome === undefined || outcome === null) throw new Problem('no-answer');
    return outcome as Outcome;
  } finally {
    clearTimeout(timer);
  }
});

/** The browser rejects when the worker is stopped while it answers; that it was stopped says nothing about the act. */
async function ask(message: unknown): Promise<unknown> {
  try {
    return await browser.runtime.sendMessage(message);
  } catch {
    throw new Problem('no-answer');
  }
}
