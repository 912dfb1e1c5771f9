import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { belongs, formatPlace, readSite, siteFor, siteOf, type Place } from '../../../lib/sites/site';
import { addresses } from './addresses';

const github: Place = { host: 'github.com', subdomains: false };
const bound: Readonly<Record<string, Place>> = {
  github,
  below: { ...github, subdomains: true },
  demo: { host: 's2.localhost', port: 4402, subdomains: false },
  intranet: { host: 'intranet', subdomains: false },
};
/** Which of the bound sites each kind of address belongs to. */
const matching = {
  github: ['github', 'below'],
  below: ['below'],
  demo: ['demo'],
  intranet: ['intranet'],
  none: [],
  'no-site': [],
} as const;

describe('an address', () => {
  it('is tried in at least 120 spellings', () => {
    expect(addresses.length).toBeGreaterThanOrEqual(120);
    expect(new Set(addresses.map(([, address]) => address)).size).toBe(addresses.length);
  });

  it.each(addresses)('is a place of its own, and belongs to that alone (%s, %#)', (expected, address) => {
    const here = siteOf(address);
    expect(here === undefined).toBe(expected === 'no-site');
    const found = Object.keys(bound).filter((name) => here && belongs([bound[name]!], here.place));
    expect(found).toEqual(matching[expected]);
  });

  it.each(addresses.filter(([expected]) => expected !== 'no-site'))(
    'has one origin, from which the same place is read again (%s, %#)',
    (_, address) => {
      const here = siteOf(address)!;
      expect(siteOf(here.origin)).toEqual(here);
      expect(here.origin).toBe(`${new URL(here.origin).protocol}//${formatPlace(here.place)}`);
    },
  );

  it('of 64 kB with a host in it is read, and its path is nobody’s business', () => {
    const here = siteOf(`https://evil.com/${'github.com/'.repeat(6000)}`);
    expect(here?.place).toEqual({ host: 'evil.com', subdomains: false });
  });

  it.each([
    ['https://github.com', true],
    ['https://192.168.0.1', true],
    ['http://github.com', false],
    ['http://intranet', false],
    ['http://192.168.0.1', false],
    ['http://localhost', true],
    ['http://localhost:3000', true],
    ['http://s2.localhost:4402', true],
    ['http://127.0.0.1', true],
    ['http://127.8.9.1', true],
    ['http://2130706433', true],
    ['http://[::1]:8080', true],
    ['http://localhost.evil.com', false],
    ['http://notlocalhost', false],
    ['http://127.0.0.1.evil.com', false],
    ['http://127.evil.com', false],
    ['http://128.0.0.1', false],
    ['http://[::2]', false],
    ['http://[::ffff:128.0.0.1]', false],
    ['http://0.0.0.0', false],
  ])('%s can be overheard or not', (address, secure) => {
    expect(siteOf(address)?.secure).toBe(secure);
  });
});

describe('an account', () => {
  const here = (address: string): Place => siteOf(address)!.place;

  it('bound to nothing belongs nowhere', () => {
    expect(belongs([], github)).toBe(false);
  });

  it('bound to two sites belongs to both', () => {
    const sites = [github, bound['demo']!];
    expect(belongs(sites, here('https://github.com'))).toBe(true);
    expect(belongs(sites, here('http://s2.localhost:4402'))).toBe(true);
    expect(belongs(sites, here('http://s2.localhost'))).toBe(false);
  });

  it('bound with subdomains at a port belongs below at that port alone', () => {
    const sites = [{ host: 'corp.test', port: 8443, subdomains: true }];
    expect(belongs(sites, here('https://a.corp.test:8443'))).toBe(true);
    expect(belongs(sites, here('https://a.corp.test'))).toBe(false);
    expect(belongs(sites, here('https://acorp.test:8443'))).toBe(false);
  });

  it('never belongs to a parent of its host', () => {
    expect(belongs([{ host: 'gist.github.com', subdomains: true }], github)).toBe(false);
  });
});

describe('a site as typed', () => {
  it.each([
    ['github.com', github],
    ['  GitHub.com  ', github],
    ['https://github.com/login?x', github],
    ['github.com/login', github],
    ['github.com:443', github],
    ['http://github.com', github],
    ['s2.localhost:4402', bound['demo']],
    ['http://s2.localhost:4402/x', bound['demo']],
    ['intranet', bound['intranet']],
    ['[::1]:8080', { host: '[::1]', port: 8080, subdomains: false }],
    ['bücher.example', { host: 'xn--bcher-kva.example', subdomains: false }],
    ['user@evil.com', { host: 'evil.com', subdomains: false }],
  ])('is read as the place it names: %s', (typed, place) => {
    expect(readSite(typed)).toEqual(place);
  });

  it.each([
    ['nothing', ''],
    ['white space', '   '],
    ['a script', 'javascript:alert(1)'],
    ['a script with a host', 'javascript://github.com/'],
    ['data', 'data:text/html,x'],
    ['a file', 'file:///etc/hosts'],
    ['a socket', 'wss://github.com'],
    ['a page of ours', 'chrome-extension://lockstep/popup.html'],
    ['a port beyond the last', 'github.com:65536'],
    ['two ports', 'github.com:1:2'],
    ['spaces within', 'git hub.com'],
    ['a host of 254 characters', `${'a.'.repeat(126)}ab`],
    ['64 kB', `https://github.com/${'x'.repeat(65_536)}`],
  ])('is refused without being quoted: %s', (_, typed) => {
    expect(() => readSite(typed)).toThrow(expect.objectContaining({ code: 'bad-site', message: 'bad-site' }));
  });

  it('is written as it is read', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
    const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    const port = fc.option(
      fc.integer({ min: 1, max: 65_535 }).filter((each) => each !== 443),
      { nil: undefined },
    );
    fc.assert(
      fc.property(host, port, (name, number) => {
        const place = { host: name, ...(number === undefined ? {} : { port: number }), subdomains: false };
        expect(readSite(formatPlace(place))).toEqual(place);
      }),
    );
  });
});

describe('what is set for a site', () => {
  const parent = { host: 'example.org', subdomains: true, submit: true };
  const own = { host: 'login.example.org', subdomains: false, append: true };

  it.each([
    ['holds for its host', 'https://example.org', parent],
    ['holds for hosts below, where they belong to it', 'https://shop.example.org', parent],
    ['gives way to what is set for the host by name', 'https://login.example.org', own],
    ['holds for no other port', 'https://example.org:8443', undefined],
    ['holds for no other host', 'https://example.com', undefined],
  ])('%s', (_, address, site) => {
    expect(siteFor([parent, own], siteOf(address)!.place)).toBe(site);
  });
});
