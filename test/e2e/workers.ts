/**
 * Errors of the extension's service worker. Playwright tells of neither its uncaught errors nor what it logged before
 * Playwright looked, so a session of our own asks the browser, which repeats both to whoever comes later.
 */
import type { CDPSession } from '@playwright/test';

interface Message {
  readonly method?: string;
  readonly params?: {
    readonly type?: string;
    readonly args?: readonly { readonly value?: string | number | boolean; readonly description?: string }[];
    readonly exceptionDetails?: {
      readonly text: string;
      readonly exception?: { readonly description?: string };
    };
    readonly entry?: { readonly level: string; readonly text: string };
  };
}

export async function watchWorkers(
  root: CDPSession,
  origin: string,
  report: (problem: string) => void,
): Promise<void> {
  const attaching: Promise<void>[] = [];
  root.on('Target.receivedMessageFromTarget', ({ message }) => {
    const problem = problemOf(JSON.parse(message) as Message);
    if (problem) report(problem);
  });
  root.on('Target.targetCreated', ({ targetInfo }) => {
    if (targetInfo.type === 'service_worker' && targetInfo.url.startsWith(origin)) {
      attaching.push(attach(root, targetInfo.targetId));
    }
  });
  await root.send('Target.setDiscoverTargets', { discover: true }); // Also announces those that exist.
  await Promise.all(attaching);
}

async function attach(root: CDPSession, targetId: string): Promise<void> {
  const { sessionId } = await root.send('Target.attachToTarget', { targetId, flatten: false });
  for (const [id, method] of ['Runtime.enable', 'Log.enable'].entries()) {
    await root.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
  }
}

function problemOf({ method, params }: Message): string | undefined {
  if (method === 'Runtime.exceptionThrown') {
    const details = params?.exceptionDetails;
    return `uncaught in the worker: ${details?.exception?.description ?? details?.text ?? ''}`;
  }
  if (method === 'Runtime.consoleAPICalled' && params?.type === 'error') {
    const texts = params.args?.map((argument) => String(argument.description ?? argument.value ?? ''));
    return `console.error in the worker: ${texts?.join(' ') ?? ''}`;
  }
  if (method === 'Log.entryAdded' && params?.entry?.level === 'error') {
    return `logged in the worker: ${params.entry.text}`;
  }
  return undefined;
}
