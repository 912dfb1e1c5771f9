/** Which site an address belongs to. Hosts come from the WHATWG URL parser alone: lower case, punycode, no userinfo. */
import { LIMITS } from '../limits';
import { Problem } from '../problem';
import type { Site } from '../vault/accounts/account';

/** A site by its address alone. */
export type Place = Pick<Site, 'host' | 'port' | 'subdomains'>;

export interface Here {
  /** As `self.origin` of a document there. */
  readonly origin: string;
  readonly place: Place;
  /** https, or plain http that never leaves this machine. */
  readonly secure: boolean;
}

/** @param address A tab's URL or an origin. `undefined` for anything that is no web site. */
export function siteOf(address: string): Here | undefined {
  const url = parseUrl(address);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  const place = { host: url.hostname, ...portOf(url), subdomains: false };
  return { origin: url.origin, place, secure: url.protocol === 'https:' || isLoopback(url.hostname) };
}

/**
 * A site as a person types it: a host, with its port where it is not the default, or a whole address.
 * @throws {Problem} `bad-site`
 */
export function readSite(text: string): Place {
  const trimmed = text.trim();
  const typed = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  const here = trimmed.length <= LIMITS.hostLength * 4 ? siteOf(typed) : undefined;
  if (!here || here.place.host.length > LIMITS.hostLength) throw new Problem('bad-site');
  return here.place;
}

/** Whether a code of an account with these sites may be typed into a document of this place. */
export function belongs(sites: readonly Place[], place: Place): boolean {
  return siteFor(sites, place) !== undefined;
}

/** The site that a place belongs to; of several the one that names its host. */
export function siteFor<Each extends Place>(sites: readonly Each[], { host, port }: Place): Each | undefined {
  const same = sites.filter((site) => site.port === port);
  return (
    same.find((site) => site.host === host) ??
    same.find((site) => site.subdomains && isBelow(host, site.host))
  );
}

/** Host with its port where it is not the scheme's default. */
export function formatPlace({ host, port }: Place): string {
  return port === undefined ? host : `${host}:${port}`;
}

/** Loopback by RFC 6761 and by address; nothing sent there leaves this machine. */
function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}

function isBelow(host: string, parent: string): boolean {
  return host.endsWith(`.${parent}`);
}

function portOf({ port }: URL): { port?: number } {
  return port === '' ? {} : { port: Number(port) };
}

function parseUrl(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
