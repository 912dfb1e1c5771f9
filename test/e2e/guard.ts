/**
 * Watches a browser while a test runs and collects what no test may do unnoticed: a request that leaves this machine,
 * an uncaught error, an error on the console or a violation of the content security policy in any part of ours.
 */
import type { BrowserContext, CDPSession } from '@playwright/test';
import { watchWorkers } from './workers';

export interface Guard {
  /** From now on, problems that match are let pass; that one comes is then demanded. */
  expectProblem(pattern: RegExp): void;
  /** Returns what ends it: what a browser says while it is being closed is not about the test. */
  watch(context: BrowserContext, root: CDPSession, id: string): Promise<() => void>;
  /** What must be empty when the test ends. */
  verdict(): readonly string[];
}

export function createGuard(): Guard {
  const problems: string[] = [];
  const expected = new Map<RegExp, boolean>();

  const note = (problem: string): void => {
    const pattern = [...expected.keys()].find((candidate) => candidate.test(problem));
    if (pattern) expected.set(pattern, true);
    else problems.push(problem);
  };

  return {
    expectProblem: (pattern) => void expected.set(pattern, false),

    async watch(context, root, id) {
      let over = false;
      const report = (problem: string): void => {
        if (!over) note(problem);
      };
      const origin = `chrome-extension://${id}/`;
      context.on('request', (request) => {
        if (leavesMachine(request.url(), origin)) report(`request to ${hostOf(request.url())}`);
      });
      context.on('page', (page) => {
        page.on('websocket', (socket) => {
          if (leavesMachine(socket.url(), origin)) report(`request to ${hostOf(socket.url())}`);
        });
      });
      context.on('console', (message) => {
        const where = `${message.page()?.url() ?? ''} ${message.location().url}`;
        // Workers of the extension are watched on their own: their first messages come too early for this event.
        if (message.type() === 'error' && !message.worker() && where.includes(origin)) {
          report(`console.error: ${message.text()} (${partOf(message.location().url)})`);
        }
      });
      context.on('weberror', (webError) => {
        const { message, stack } = webError.error();
        const where = `${webError.page()?.url() ?? ''} ${webError.location().url} ${stack ?? ''}`;
        if (where.includes(origin)) report(`uncaught: ${message}`);
      });
      await watchWorkers(root, origin, report);
      return () => {
        over = true;
      };
    },

    verdict: () => [
      ...problems,
      ...[...expected].filter(([, met]) => !met).map(([pattern]) => `expected, but never came: ${pattern}`),
    ],
  };
}

/** Host names that `HOST_RULES` sends to this machine. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\]|.*\.localhost|.*\.test)$/;

export const HOST_RULES = [
  'MAP *.test 127.0.0.1',
  'MAP * ~NOTFOUND',
  'EXCLUDE localhost',
  'EXCLUDE *.localhost',
  'EXCLUDE 127.0.0.1',
  'EXCLUDE [::1]',
].join(', ');

export function leavesMachine(address: string, ownOrigin: string): boolean {
  const url = new URL(address);
  if (/^(https?|wss?|ftp):$/.test(url.protocol)) return !LOOPBACK.test(url.hostname);
  return url.protocol === 'chrome-extension:' && !address.startsWith(ownOrigin);
}

/** Which part of ours: a script or another file, without what may follow its path. */
function partOf(address: string): string {
  return URL.canParse(address) ? new URL(address).pathname : 'unknown';
}

/** Of a failing request only the host is told: the rest of an address may be a secret. */
function hostOf(address: string): string {
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}
