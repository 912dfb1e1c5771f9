import { describe, expect, it } from 'vitest';
import { resembling } from '../../../../components/text/resembles';
import { account } from '../accounts';

describe('an account bound to nothing', () => {
  it.each([
    ['GitHub', 'github.com', true],
    ['GitHub', 'github.com:8443', true],
    ['Hacker News', 'news.hacker-news.example', true],
    ['T-Online', 't-online.de', true],
    ['GitHub', 'github-login.com', false],
    ['GitHub', 'notgithub.com', false],
    ['x!', 'x.com', false],
    ['8443', 'example.org:8443', false],
    ['', 'example.org', false],
    ['GitHub', '', false],
  ])('of %s stands higher on %s: %s', (issuer, host, expected) => {
    expect(resembling([account({ issuer })], host)).toHaveLength(expected ? 1 : 0);
  });

  it('is told from one that has a site of its own', () => {
    const bound = account({ issuer: 'GitHub', sites: [{ host: 'git.example', subdomains: false }] });
    const free = account({ issuer: 'GitHub' });
    expect(resembling([bound, free], 'github.com')).toEqual([free.id]);
  });
});
