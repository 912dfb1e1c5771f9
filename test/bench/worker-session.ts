/** A way to the worker's own debugger: Playwright has none, so its messages travel wrapped in those of the browser's. */
import type { CDPSession } from '@playwright/test';
import { until } from '../e2e/extension';

export interface WorkerSession {
  readonly send: CDPSession['send'];
  readonly detach: () => Promise<void>;
}

interface Answer {
  readonly id?: number;
  readonly result?: object;
  readonly error?: { readonly message: string };
}

export async function attachToWorker(root: CDPSession, extensionId: string): Promise<WorkerSession> {
  const targetId = await findWorker(root, extensionId);
  const { sessionId } = await root.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map<number, (answer: Answer) => void>();
  const hear = ({ sessionId: from, message }: { sessionId: string; message: string }): void => {
    const answer = JSON.parse(message) as Answer;
    if (from === sessionId && answer.id !== undefined) waiting.get(answer.id)?.(answer);
  };
  root.on('Target.receivedMessageFromTarget', hear);
  let sent = 0;
  const send = async (method: string, params: object = {}): Promise<object> => {
    const id = (sent += 1);
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    await root.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method, params }),
    });
    const { result, error } = await answered;
    waiting.delete(id);
    if (!result) throw new Error(`${method}: ${error?.message ?? 'no answer'}`);
    return result;
  };
  return {
    send: send as CDPSession['send'],
    detach: async () => {
      root.off('Target.receivedMessageFromTarget', hear);
      await root.send('Target.detachFromTarget', { sessionId });
    },
  };
}

async function findWorker(root: CDPSession, extensionId: string): Promise<string> {
  let found: string | undefined;
  await until('the worker can be attached to', async () => {
    const { targetInfos } = await root.send('Target.getTargets', { filter: [{ type: 'service_worker' }] });
    found = targetInfos.find(({ url }) => new URL(url).host === extensionId)?.targetId;
    return found !== undefined;
  });
  return found!;
}
