import { describe, expect, it } from 'vitest';
import { Here } from '../../../../components/state/here.svelte';
import type { Send } from '../../../../lib/messaging/send';
import { account } from '../accounts';

const silent = (() => Promise.reject(new Error('Nothing may be asked before the first paint.'))) as Send;
const accounts = ['own', 'wide', 'nearer', 'port', 'plain'].map((id) => account({ id }));
const bySite = {
  'https://example.org': ['own'],
  'https://*.example.org': ['wide'],
  'https://*.login.example.org': ['nearer', 'wide'],
  'https://*.example.org:8443': ['port'],
  'http://*.example.org': ['plain'],
};

describe('the accounts of the tab’s site at the first paint', () => {
  it.each([
    ['of the site itself', 'https://example.org/a', ['own']],
    ['of a site with its subdomains', 'https://www.example.org/', ['wide']],
    ['of both, in the vault’s order and each once', 'https://a.login.example.org/', ['wide', 'nearer']],
    ['of that port alone', 'https://www.example.org:8443/', ['port']],
    ['of that scheme alone', 'http://www.example.org/', ['plain']],
    ['of no site that only ends alike', 'https://notexample.org/', []],
    ['of no page of the browser', 'chrome://settings/', []],
  ])('are those %s', (_, url, ids) => {
    const paint = { accounts, codes: [], bySite, lockAt: Infinity, role: 'owner' as const };
    expect(new Here(silent, { id: 1, url }, paint).accountIds).toEqual(ids);
  });
});
