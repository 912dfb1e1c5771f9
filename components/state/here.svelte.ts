import type { Send } from '../../lib/messaging/send';
import type { FieldsView, Paint, SiteView } from '../../lib/messaging/views';

export interface Tab {
  readonly id: number;
  readonly url?: string;
  readonly windowId?: number;
}

/** The tab the popup was opened over: guessed from what the worker left, then told by the worker. */
export class Here {
  host = $state('');
  site = $state.raw<SiteView | undefined>();
  accountIds = $state.raw<readonly string[]>([]);
  fields = $state.raw<FieldsView | undefined>();
  readonly tab: Tab | undefined;
  readonly #send: Send;

  constructor(send: Send, tab?: Tab, paint?: Paint) {
    this.#send = send;
    this.tab = tab;
    const url = webAddress(tab?.url);
    if (!url) return;
    this.host = url.host;
    this.accountIds = paint ? boundTo(url, paint) : [];
  }

  async refresh(): Promise<void> {
    if (!this.tab) return;
    const { host, site, accountIds } = await this.#send('sites/here', { tabId: this.tab.id });
    this.host = host;
    this.site = site;
    this.accountIds = accountIds;
  }

  /** Looks at the page itself: whether it turns two-step sign-in on. */
  async look(): Promise<void> {
    if (!this.tab) return;
    this.fields = await this.#send('fields/look', { tabId: this.tab.id });
  }
}

/** Sites with their subdomains stand in the paint as `https://*.example.org`. */
function boundTo({ origin, protocol, hostname, port }: URL, { accounts, bySite }: Paint): readonly string[] {
  const labels = hostname.split('.');
  const parents = labels.slice(1).map((_, at) => labels.slice(at + 1).join('.'));
  const suffix = port === '' ? '' : `:${port}`;
  const keys = [origin, ...parents.map((parent) => `${protocol}//*.${parent}${suffix}`)];
  const lists = keys.flatMap((key) => (bySite[key] ? [bySite[key]] : []));
  if (lists.length < 2) return lists[0] ?? [];
  // Joined in the vault's order, which is the worker's.
  const bound = new Set(lists.flat());
  return accounts.map(({ id }) => id).filter((id) => bound.has(id));
}

function webAddress(text: string | undefined): URL | undefined {
  const url = text === undefined ? null : URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
