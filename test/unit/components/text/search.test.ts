import { describe, expect, it } from 'vitest';
import { search } from '../../../../components/text/search';
import { account } from '../accounts';

const accounts = [
  account({ issuer: 'AWS', accountName: 'root@github.example' }),
  account({ issuer: 'GitHub', accountName: 'octocat' }),
  account({ issuer: 'Café Größe', accountName: 'me@example.org' }),
  account({ issuer: 'GitLab', accountName: 'me@example.org' }),
];
const found = (query: string): readonly string[] => search(accounts, query).map(({ issuer }) => issuer);

describe('a search', () => {
  it.each([
    ['gives all for nothing', '  ', ['AWS', 'GitHub', 'Café Größe', 'GitLab']],
    ['puts issuers that start with the word first', 'github', ['GitHub', 'AWS']],
    ['looks at account names', 'octo', ['GitHub']],
    ['wants every word', 'git me@', ['GitLab']],
    ['does not mind accents and case', 'CAFE gro', ['Café Größe']],
    ['gives nothing where nothing fits', 'zebra', []],
  ])('%s', (_, query, issuers) => {
    expect(found(query)).toEqual(issuers);
  });
});
