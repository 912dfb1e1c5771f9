import { SvelteMap } from 'svelte/reactivity';
import type { Send } from '../../lib/messaging/send';
import type { AccountView, FillOutcome } from '../../lib/messaging/views';
import { copyText } from '../../lib/platform/clipboard';
import { t } from '../../lib/platform/i18n';
import { nameOf } from '../text/name';
import { failureText } from '../text/problems';
import { refusalTexts } from '../text/refusals';
import { shownCode } from '../text/shown-code';
import { siteText } from '../text/site';
import { listText, numberText } from '../text/when';
import type { Clock } from './clock.svelte';
import type { Here } from './here.svelte';
import type { Session } from './session.svelte';
import type { Act, Toast } from './toast.svelte';

export type Refused = Extract<FillOutcome, { result: 'refused' }>;

interface Parts {
  readonly send: Send;
  readonly session: Session;
  readonly clock: Clock;
  readonly toast: Toast;
  /** Only the popup stands over a tab it can fill. */
  readonly here?: Here;
  readonly onfilled?: () => void;
  /** The user wonders why nothing was filled. */
  readonly onwhy?: (account: AccountView) => void;
}

/** A fill that takes longer says what it waits for. */
const PATIENCE_MS = 500;

/** What a person can do with an account's code, and what came of it. */
export class Acts {
  /** Codes of HOTP accounts asked for since the page was opened. */
  readonly asked = new SvelteMap<string, string>();
  /** The account whose code is being typed into the page. */
  filling = $state<string | undefined>();
  /** The site is new to this account: the user is asked once. */
  binding = $state.raw<{ readonly account: AccountView; readonly host: string } | undefined>();
  /** The page belongs to another site than the account. */
  refusal = $state.raw<{ readonly account: AccountView; readonly outcome: Refused } | undefined>();
  readonly canFill: boolean;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.canFill = parts.here?.tab !== undefined;
  }

  codeOf(account: AccountView): string | undefined {
    const { session, clock } = this.#parts;
    if (account.type === 'hotp') return this.asked.get(account.id);
    return shownCode(session.codes.get(account.id), account.period, clock.now)?.text;
  }

  /** Copies the code, or asks for one where codes do not follow the clock. */
  async use(account: AccountView): Promise<void> {
    if (account.type === 'hotp' && !this.asked.has(account.id)) await this.next(account);
    else await this.copy(account);
  }

  async copy(account: AccountView): Promise<void> {
    const { send, toast } = this.#parts;
    const code = this.codeOf(account);
    if (code === undefined) toast.warn(t('copy_none'));
    else if (!(await copyText(code))) toast.warn(t('copy_failed'));
    else {
      toast.say(this.#copied(account));
      // The code is copied, whether that could be noted or not.
      send('codes/copied', { accountId: account.id }).catch(() => undefined);
    }
  }

  /** The worker commits the counter before it answers. */
  async next(account: AccountView): Promise<void> {
    const { send, toast } = this.#parts;
    try {
      const { text } = await send('codes/next', { accountId: account.id });
      this.asked.set(account.id, text);
    } catch (error) {
      toast.alarm(failureText(error));
    }
  }

  /** @param bind The host, as the question named it, that the user agreed to use from now on. */
  async fill(account: AccountView, bind: string | null = null): Promise<void> {
    const { send, here, toast } = this.#parts;
    if (!here?.tab || this.filling !== undefined) return;
    const tabId = here.tab.id;
    this.filling = account.id;
    this.binding = undefined;
    try {
      const outcome = await this.patiently(send('fill/start', { accountId: account.id, tabId, bind }));
      this.report(account, outcome);
    } catch (error) {
      toast.warn(failureText(error), ...this.#copyInstead(account));
    } finally {
      this.filling = undefined;
    }
  }

  /** Where a fill takes long: says what it waits for, and how to take it back. */
  async patiently<Result>(filling: Promise<Result>): Promise<Result> {
    const { here, toast } = this.#parts;
    const tabId = here?.tab?.id;
    if (tabId === undefined) return filling;
    const stop = {
      label: t('cancel'),
      run: () => void this.#takeBack(tabId),
    };
    const told = t('fill_waiting');
    const patience = setTimeout(() => toast.tell(told, stop), PATIENCE_MS);
    try {
      return await filling;
    } finally {
      clearTimeout(patience);
      if (toast.text === told) toast.clear();
    }
  }

  report(account: AccountView, outcome: FillOutcome): void {
    const { toast, onfilled } = this.#parts;
    const instead = this.#copyInstead(account);
    const why = this.#why(account);
    switch (outcome.result) {
      case 'filled':
        if (outcome.sent === 'no-button') toast.warn(t('filled_not_sent'));
        else {
          toast.say(t('filled_on', outcome.host));
          onfilled?.();
        }
        return;
      case 'cancelled':
        toast.say(t('fill_cancelled'));
        return;
      case 'ask-bind':
        this.binding = { account, host: outcome.host };
        return;
      case 'nothing':
        toast.warn(t('fill_nothing'), ...why, ...instead);
        return;
      case 'left':
        toast.say(t('fill_left', outcome.host));
        return;
      case 'partly':
        toast.warn(partlyText(outcome), ...why, ...instead);
        return;
      case 'refused':
        if (outcome.reason === 'other-site') this.refusal = { account, outcome };
        else {
          const ofField = outcome.reason === 'occupied' || outcome.reason === 'short';
          toast.warn(t(refusalTexts[outcome.reason], outcome.host), ...(ofField ? why : []), ...instead);
        }
    }
  }

  forget(): void {
    this.asked.clear();
    this.binding = undefined;
    this.refusal = undefined;
  }

  async #takeBack(tabId: number): Promise<void> {
    const { send, toast } = this.#parts;
    const { cancelled } = await send('fill/cancel', { tabId }).catch(() => ({ cancelled: false }));
    if (!cancelled && this.filling !== undefined) toast.tell(t('fill_too_late'));
  }

  #copyInstead(account: AccountView): readonly Act[] {
    if (this.codeOf(account) === undefined) return [];
    return [{ label: t('copy_instead'), run: () => void this.copy(account) }];
  }

  #why(account: AccountView): readonly Act[] {
    const { onwhy } = this.#parts;
    return onwhy ? [{ label: t('fill_why'), run: () => onwhy(account) }] : [];
  }

  /** Copying for another place than the tab is normal; it is said, so that copying for a false page is noticed. */
  #copied(account: AccountView): string {
    const { here } = this.#parts;
    const [home] = account.sites;
    if (!home || !here || here.host === '' || here.accountIds.includes(account.id)) {
      return t('copied', nameOf(account));
    }
    return t('copied_elsewhere', here.host, siteText(home));
  }
}

/** Which digits the page did not keep, where it kept any. */
function partlyText({ filled, of, wrong }: Extract<FillOutcome, { result: 'partly' }>): string {
  if (wrong.length === 0 || wrong.length >= of) return t('fill_partly', filled, of);
  return t('fill_partly_which', filled, of, listText(wrong.map((at) => numberText(at + 1))));
}
