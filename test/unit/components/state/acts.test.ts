import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Acts } from '../../../../components/state/acts.svelte';
import { Clock } from '../../../../components/state/clock.svelte';
import { Here } from '../../../../components/state/here.svelte';
import { Session } from '../../../../components/state/session.svelte';
import { Toast } from '../../../../components/state/toast.svelte';
import type { MessageName } from '../../../../lib/messaging/contract';
import type { Send } from '../../../../lib/messaging/send';
import type { FillOutcome } from '../../../../lib/messaging/views';
import { Problem } from '../../../../lib/problem';
import { account } from '../accounts';

vi.mock('../../../../lib/platform/browser', () => ({
  browser: { i18n: { getMessage: (key: string, parts: string[]) => [key, ...parts].join(' ') } },
}));

const site = { host: 'github.com', subdomains: false };
const github = account({ issuer: 'GitHub', accountName: 'octocat', sites: [site] });
const counter = account({ issuer: 'VPN', accountName: '', type: 'hotp', period: 0 });
const clipboard: string[] = [];

beforeEach(() => {
  clipboard.length = 0;
  vi.stubGlobal('navigator', {
    clipboard: { writeText: (text: string) => Promise.resolve(clipboard.push(text)) },
  });
});

interface Stage {
  readonly outcome?: FillOutcome;
  readonly url?: string;
  /** The worker can't note the copying. */
  readonly unnoted?: boolean;
  /** The fill ends only then. */
  readonly until?: Promise<unknown>;
  /** It types already. */
  readonly tooLate?: boolean;
}

function stage({
  outcome,
  url = 'https://github.com/login',
  unnoted = false,
  until,
  tooLate = false,
}: Stage = {}) {
  const asked: [MessageName, unknown][] = [];
  const send = ((name: MessageName, request: unknown) => {
    asked.push([name, request]);
    if (unnoted && name === 'codes/copied') return Promise.reject(new Problem('no-answer'));
    if (name === 'fill/cancel') return Promise.resolve({ cancelled: !tooLate });
    if (name === 'fill/start' && until) return until.then(() => outcome);
    return Promise.resolve(name === 'codes/next' ? { text: '755224' } : outcome);
  }) as unknown as Send;
  const paint = {
    accounts: [github, counter],
    codes: [{ accountId: github.id, text: '123456', next: '', validUntil: Date.now() + 15_000 }],
    bySite: { 'https://github.com': [github.id] },
    lockAt: Infinity,
    role: 'owner' as const,
  };
  const toast = new Toast();
  const session = new Session(send, paint);
  const [onfilled, onwhy] = [vi.fn(), vi.fn()];
  const here = new Here(send, { id: 7, url }, paint);
  const acts = new Acts({ send, session, clock: new Clock(), toast, here, onfilled, onwhy });
  return { acts, toast, asked, onfilled, onwhy };
}

describe('copying', () => {
  it('puts the code itself on the clipboard, and names the account', async () => {
    const { acts, toast } = stage();
    await acts.use(github);
    expect(clipboard).toEqual(['123456']);
    expect(toast.text).toBe('copied GitHub, octocat');
  });

  it('says when the tab is another site than the account’s', async () => {
    const { acts, toast } = stage({ url: 'https://git-hub.example/' });
    await acts.use(github);
    expect(toast.text).toBe('copied_elsewhere git-hub.example github.com');
  });

  it('asks for a code by counter first, and copies it the next time', async () => {
    const { acts, asked } = stage();
    await acts.use(counter);
    expect(clipboard).toEqual([]);
    await acts.use(counter);
    expect(clipboard).toEqual(['755224']);
    expect(asked).toEqual([
      ['codes/next', { accountId: counter.id }],
      ['codes/copied', { accountId: counter.id }],
    ]);
  });

  it('is noted once the code is on the clipboard, and only then', async () => {
    const { acts, asked } = stage();
    await acts.copy(github);
    expect(asked).toEqual([['codes/copied', { accountId: github.id }]]);
    vi.stubGlobal('navigator', { clipboard: { writeText: () => Promise.reject(new Error('no')) } });
    await acts.copy(github);
    expect(asked).toHaveLength(1);
  });

  it('that can’t be noted is a copy all the same', async () => {
    const { acts, toast } = stage({ unnoted: true });
    await acts.copy(github);
    await Promise.resolve();
    expect(clipboard).toEqual(['123456']);
    expect([toast.text, toast.tone]).toEqual(['copied GitHub, octocat', 'quiet']);
  });
});

describe('filling', () => {
  it.each<[string, FillOutcome, string]>([
    ['filled', { result: 'filled', host: 'github.com', sent: 'no' }, 'filled_on github.com'],
    ['no field', { result: 'nothing', host: 'github.com' }, 'fill_nothing'],
    [
      'half of the digits',
      { result: 'partly', host: 'github.com', filled: 3, of: 6, wrong: [3, 4, 5] },
      'fill_partly_which 3 6 4, 5, and 6',
    ],
    ['no digit', { result: 'partly', host: 'github.com', filled: 0, of: 6, wrong: [] }, 'fill_partly 0 6'],
    ['a fill taken back', { result: 'cancelled', host: 'github.com' }, 'fill_cancelled'],
    [
      'a frame of another origin',
      { result: 'refused', reason: 'other-frame', host: 'x.example', sites: [] },
      'refused_other_frame x.example',
    ],
  ])('tells of %s', async (_, outcome, text) => {
    const { acts, toast, onfilled } = stage({ outcome });
    await acts.fill(github);
    expect(toast.text).toBe(text);
    expect(onfilled).toHaveBeenCalledTimes(outcome.result === 'filled' ? 1 : 0);
    expect(acts.filling).toBeUndefined();
  });

  it('stops before another site, with both named', async () => {
    const outcome = {
      result: 'refused',
      reason: 'other-site',
      host: 'x.example',
      sites: ['github.com'],
    } as const;
    const { acts, toast } = stage({ outcome });
    await acts.fill(github);
    expect(acts.refusal).toEqual({ account: github, outcome });
    expect(toast.text).toBe('');
  });

  it('asks before it binds, and binds only then', async () => {
    const { acts, asked } = stage({ outcome: { result: 'ask-bind', host: 'github.com' } });
    await acts.fill(github);
    expect(acts.binding?.host).toBe('github.com');
    await acts.fill(github, acts.binding?.host);
    expect(asked.map(([, request]) => request)).toEqual([
      { accountId: github.id, tabId: 7, bind: null },
      { accountId: github.id, tabId: 7, bind: 'github.com' },
    ]);
  });

  it('does one at a time', async () => {
    const { acts, asked } = stage({ outcome: { result: 'nothing', host: 'github.com' } });
    await Promise.all([acts.fill(github), acts.fill(github)]);
    expect(asked).toHaveLength(1);
  });

  it('offers to copy instead', async () => {
    const { acts, toast } = stage({ outcome: { result: 'nothing', host: 'github.com' } });
    await acts.fill(github);
    toast.acts.find(({ label }) => label === 'copy_instead')?.run();
    await vi.waitFor(() => expect(clipboard).toEqual(['123456']));
  });

  it.each<FillOutcome>([
    { result: 'nothing', host: 'github.com' },
    { result: 'partly', host: 'github.com', filled: 3, of: 6, wrong: [3, 4, 5] },
    { result: 'refused', reason: 'occupied', host: 'github.com', sites: [] },
  ])('explains itself where asked to: $result', async (outcome) => {
    const { acts, toast, onwhy } = stage({ outcome });
    await acts.fill(github);
    toast.acts.find(({ label }) => label === 'fill_why')?.run();
    expect(onwhy).toHaveBeenCalledWith(github);
  });

  it('stays where the form could not be sent, for the user to send it', async () => {
    const { acts, toast, onfilled } = stage({
      outcome: { result: 'filled', host: 'github.com', sent: 'no-button' },
    });
    await acts.fill(github);
    expect([toast.text, toast.tone]).toEqual(['filled_not_sent', 'warn']);
    expect(onfilled).not.toHaveBeenCalled();
  });

  it('says that it waits when it takes long, and can be taken back', async () => {
    vi.useFakeTimers();
    let end: (value: unknown) => void = () => undefined;
    const until = new Promise((resolve) => (end = resolve));
    const { acts, toast, asked } = stage({ outcome: { result: 'cancelled', host: 'github.com' }, until });
    const filling = acts.fill(github);
    await vi.advanceTimersByTimeAsync(499);
    expect(toast.text).toBe('');
    await vi.advanceTimersByTimeAsync(1);
    expect(toast.text).toBe('fill_waiting');
    toast.acts[0]?.run();
    expect(asked.at(-1)).toEqual(['fill/cancel', { tabId: 7 }]);
    end(undefined);
    await filling;
    expect(toast.text).toBe('fill_cancelled');
    vi.useRealTimers();
  });

  it('is not said to be taken back where it is too late', async () => {
    vi.useFakeTimers();
    let end: (value: unknown) => void = () => undefined;
    const until = new Promise((resolve) => (end = resolve));
    const outcome = { result: 'filled', host: 'github.com', sent: 'us' } as const;
    const { acts, toast } = stage({ outcome, until, tooLate: true });
    const filling = acts.fill(github);
    await vi.advanceTimersByTimeAsync(500);
    toast.acts[0]?.run();
    await vi.advanceTimersByTimeAsync(0);
    expect(toast.text).toBe('fill_too_late');
    end(undefined);
    await filling;
    expect(toast.text).toBe('filled_on github.com');
    vi.useRealTimers();
  });
});
