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
}

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
      toast.warn(failureText(error), undefined, 'danger');
    }
  }

  /** @param bind The host, as the question named it, that the user agreed to use from now on. */
  async fill(account: AccountView, bind: string | null = null): Promise<void> {
    const { send, here, toast } = this.#parts;
    if (!here?.tab || this.filling !== undefined) return;
    this.filling = account.id;
    this.binding = undefined;
    try {
      this.report(account, await send('fill/start', { accountId: account.id, tabId: here.tab.id, bind }));
    } catch (error) {
      toast.warn(failureText(error), this.#copyInstead(account));
    } finally {
      this.filling = undefined;
    }
  }

  report(account: AccountView, outcome: FillOutcome): void {
    const { toast, onfilled } = this.#parts;
    const instead = this.#copyInstead(account);
    switch (outcome.result) {
      case 'filled':
        toast.say(t('filled_on', outcome.host));
        onfilled?.();
        return;
      case 'ask-bind':
        this.binding = { account, host: outcome.host };
        return;
      case 'nothing':
        toast.warn(t('fill_nothing'), instead);
        return;
      case 'left':
        toast.say(t('fill_left', outcome.host));
        return;
      case 'partly':
        toast.warn(t('fill_partly', outcome.filled, outcome.of), instead);
        return;
      case 'refused':
        if (outcome.reason === 'other-site') this.refusal = { account, outcome };
        else toast.warn(t(refusalTexts[outcome.reason], outcome.host), instead);
    }
  }

  forget(): void {
    this.asked.clear();
    this.binding = undefined;
    this.refusal = undefined;
  }

  #copyInstead(account: AccountView): Act | undefined {
    if (this.codeOf(account) === undefined) return undefined;
    return { label: t('copy_instead'), run: () => void this.copy(account) };
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
