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
    this.accountIds = paint ? boundTo(url, paint.bySite) : [];
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
function boundTo({ origin, protocol, hostname, port }: URL, bySite: Paint['bySite']): readonly string[] {
  const labels = hostname.split('.');
  const parents = labels.slice(1).map((_, at) => labels.slice(at + 1).join('.'));
  const suffix = port === '' ? '' : `:${port}`;
  const keys = [origin, ...parents.map((parent) => `${protocol}//*.${parent}${suffix}`)];
  return [...new Set(keys.flatMap((key) => bySite[key] ?? []))];
}

function webAddress(text: string | undefined): URL | undefined {
  const url = text === undefined ? null : URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
