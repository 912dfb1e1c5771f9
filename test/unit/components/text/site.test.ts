import { describe, expect, it } from 'vitest';
import { readSite, sameSite, siteText } from '../../../../components/text/site';

describe('a site as a person gives it', () => {
  it.each([
    ['a host', 'github.com', 'github.com'],
    ['a host in capitals, with spaces around it', ' GitHub.com ', 'github.com'],
    ['a web address', 'https://github.com/login?next=%2F#top', 'github.com'],
    ['a host with a port', 'nas.local:5001', 'nas.local:5001'],
    ['the default port of its scheme', 'https://github.com:443/', 'github.com'],
    ['a plain address on its default port', 'http://router.lan/', 'router.lan'],
    ['a host in another script', 'bücher.example', 'xn--bcher-kva.example'],
    ['a decimal address', '2130706433', '127.0.0.1'],
    ['an IPv6 address', '[::1]:8080', '[::1]:8080'],
    ['a single label', 'localhost', 'localhost'],
  ])('is read from %s', (_, text, shown) => {
    const site = readSite(text);
    expect(site && siteText(site)).toBe(shown);
    expect(site?.subdomains).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['a name and password', 'https://github.com@evil.example'],
    ['two words', 'git hub.com'],
    ['another scheme', 'ftp://github.com'],
    ['a script', 'javascript:alert(1)'],
    ['a trailing dot', 'github.com.'],
    ['a host longer than any', `${'a'.repeat(60)}.`.repeat(5) + 'example'],
    ['an empty host', 'https:///login'.replace('///login', '//')],
  ])('is not read from %s', (_, text) => {
    expect(readSite(text)).toBeUndefined();
  });

  it('is the same by host and port, whatever its subdomains', () => {
    const site = { host: 'a.example', subdomains: false };
    expect(sameSite(site, { ...site, subdomains: true })).toBe(true);
    expect(sameSite(site, { ...site, port: 8443 })).toBe(false);
    expect(sameSite(site, { ...site, host: 'b.example' })).toBe(false);
  });
});
