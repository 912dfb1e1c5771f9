import type { SiteView } from '../../lib/messaging/views';
import { LIMITS } from '../../lib/limits';

/** Reads what a person typed or pasted as a site: a host, a host with a port, or a whole web address. */
export function readSite(text: string): SiteView | undefined {
  const trimmed = text.trim();
  const url = parse(trimmed.includes('://') ? trimmed : `https://${trimmed}`);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  const host = url.hostname;
  if (host === '' || host.endsWith('.') || host.length > LIMITS.hostLength) return undefined;
  return { host, ...(url.port === '' ? {} : { port: Number(url.port) }), subdomains: false };
}

/** The host, with its port where that is not the scheme's default. */
export function siteText({ host, port }: Pick<SiteView, 'host' | 'port'>): string {
  return port === undefined ? host : `${host}:${port}`;
}

export function sameSite(a: SiteView, b: SiteView): boolean {
  return a.host === b.host && a.port === b.port;
}

function parse(text: string): URL | undefined {
  if (/\s/.test(text)) return undefined; // The parser drops tabs and line breaks; a host has none.
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
