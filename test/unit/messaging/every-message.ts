/**
 * Who may send what, and what the session must be able to do: written down a second time on purpose, so that a change
 * of the contract is made twice, knowingly. With one request of each that the contract takes.
 */
import type { MessageName, Need, Sender } from '../../../lib/messaging/contract';

export const SENDERS: readonly Sender[] = ['popup', 'manager', 'offscreen', 'injected'];
export const RANKS: readonly Need[] = ['anyone', 'viewer', 'owner', 'elevated'];

const id = '0189c9a2-7a52-4c3e-8f10-1f3a6f0d0b11';
const sites = [{ host: 'example.com', subdomains: false }];
const both = ['popup', 'manager'] as const;
const passphrase = 'six words made this one up';

interface Row {
  readonly senders: readonly Sender[];
  readonly need: Need;
  readonly request: unknown;
}

export const everyMessage: Readonly<Record<MessageName, Row>> = {
  'vault/status': { senders: both, need: 'anyone', request: null },
  'vault/create': { senders: ['manager'], need: 'anyone', request: { passphrase } },
  'vault/unlock': { senders: both, need: 'anyone', request: { passphrase } },
  'vault/lock': { senders: both, need: 'anyone', request: null },
  'vault/damage': { senders: both, need: 'viewer', request: null },
  'vault/set-aside': { senders: both, need: 'owner', request: null },
  'accounts/list': { senders: both, need: 'viewer', request: null },
  'accounts/check': { senders: both, need: 'owner', request: { keyUris: ['otpauth://totp/a'] } },
  'accounts/add': { senders: both, need: 'owner', request: { keyUri: 'otpauth://totp/a', sites } },
  'accounts/edit': {
    senders: both,
    need: 'owner',
    request: { accountId: id, issuer: 'A', accountName: 'b', sites: [{ ...sites[0], port: 8443 }] },
  },
  'accounts/delete': { senders: both, need: 'owner', request: { accountId: id } },
  'accounts/restore': { senders: both, need: 'owner', request: { accountId: id } },
  'accounts/reorder': { senders: both, need: 'owner', request: { accountId: id, before: null } },
  'codes/list': { senders: both, need: 'viewer', request: { accountIds: [id] } },
  'codes/next': { senders: both, need: 'viewer', request: { accountId: id } },
  'sites/here': { senders: ['popup'], need: 'viewer', request: { tabId: 1 } },
  'fields/look': { senders: ['popup'], need: 'viewer', request: { tabId: 1 } },
  'fill/start': { senders: ['popup'], need: 'viewer', request: { accountId: id, tabId: 1, bind: null } },
  'intent/keep': { senders: ['popup'], need: 'anyone', request: { what: 'scan', tabId: 1 } },
  'intent/resume': { senders: ['popup'], need: 'viewer', request: null },
  'intent/return': { senders: ['manager'], need: 'anyone', request: null },
};

export const names = Object.keys(everyMessage) as MessageName[];
