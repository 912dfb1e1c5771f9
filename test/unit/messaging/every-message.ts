/**
 * Who may send what, and what the session must be able to do: written down a second time on purpose, so that a change
 * of the contract is made twice, knowingly. With one request of each that the contract takes.
 */
import type { MessageName, Need, Sender } from '../../../lib/messaging/contract';

export const SENDERS: readonly Sender[] = ['popup', 'manager', 'recovery', 'offscreen', 'injected'];
export const RANKS: readonly Need[] = ['anyone', 'viewer', 'owner', 'elevated'];

const id = '0189c9a2-7a52-4c3e-8f10-1f3a6f0d0b11';
const sites = [{ host: 'example.com', subdomains: false }];
const both = ['popup', 'manager'] as const;
const doors = ['popup', 'manager', 'recovery'] as const;
const passphrase = 'six words made this one up';
const slotId = '0123456789abcdef0123456789abcdef';
const bytes32 = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
export const proof = { type: 'passkey', slotId, prf: bytes32 } as const;
const passkey = { type: 'passkey', name: 'Key', credential: 'AAEC', salt: bytes32, prf: bytes32 } as const;

interface Row {
  readonly senders: readonly Sender[];
  readonly need: Need;
  readonly request: unknown;
}

export const everyMessage: Readonly<Record<MessageName, Row>> = {
  'vault/status': { senders: doors, need: 'anyone', request: null },
  'vault/create': { senders: ['manager'], need: 'anyone', request: { passphrase } },
  'vault/unlock': { senders: doors, need: 'anyone', request: { proof: { type: 'pin', pin: '123456' } } },
  'vault/elevate': { senders: both, need: 'owner', request: { proof } },
  'vault/lock': { senders: both, need: 'anyone', request: null },
  'vault/health': { senders: doors, need: 'viewer', request: null },
  'vault/set-aside': { senders: both, need: 'owner', request: null },
  'vault/erase': { senders: ['manager'], need: 'elevated', request: { confirmed: true } },
  'ways/list': { senders: ['manager'], need: 'owner', request: null },
  'ways/change-passphrase': { senders: ['manager'], need: 'owner', request: { proof, passphrase } },
  'ways/recovery-key': { senders: ['manager'], need: 'owner', request: null },
  'ways/add': { senders: ['manager'], need: 'owner', request: { proof, way: passkey } },
  'ways/remove': { senders: ['manager'], need: 'owner', request: { proof, slotId } },
  'ways/pin': { senders: ['manager'], need: 'owner', request: { proof, pin: '123456' } },
  'ways/rename': { senders: ['manager'], need: 'elevated', request: { slotId, name: 'Key' } },
  'ways/refuse-recovery': { senders: both, need: 'owner', request: null },
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
  'accounts/trash': { senders: ['manager'], need: 'owner', request: null },
  'accounts/erase': { senders: ['manager'], need: 'elevated', request: { accountIds: [id] } },
  'accounts/reorder': { senders: both, need: 'owner', request: { accountId: id, before: null } },
  'codes/list': { senders: both, need: 'viewer', request: { accountIds: [id] } },
  'codes/next': { senders: both, need: 'viewer', request: { accountId: id } },
  'codes/copied': { senders: both, need: 'viewer', request: { accountId: id } },
  'log/list': { senders: ['manager'], need: 'owner', request: null },
  'log/export': { senders: ['manager'], need: 'elevated', request: null },
  'log/clear': { senders: ['manager'], need: 'elevated', request: null },
  'snapshots/list': { senders: ['manager'], need: 'owner', request: null },
  'snapshots/compare': { senders: ['manager'], need: 'owner', request: { snapshotId: 'snapshot/1' } },
  'snapshots/restore': {
    senders: ['manager'],
    need: 'owner',
    request: { snapshotId: 'snapshot/1', accountIds: [id] },
  },
  'backup/view': { senders: ['manager'], need: 'owner', request: null },
  'backup/make': { senders: ['manager'], need: 'owner', request: null },
  'backup/saved': { senders: ['manager'], need: 'owner', request: null },
  'backup/weeks': { senders: ['manager'], need: 'owner', request: { weeks: 4 } },
  'remains/list': { senders: ['manager'], need: 'owner', request: null },
  'remains/drop': {
    senders: ['manager'],
    need: 'elevated',
    request: { id: '2026-01-01T00:00:00.000Z-start-over' },
  },
  'recovery/look': { senders: ['recovery'], need: 'anyone', request: null },
  'recovery/restore': {
    senders: ['recovery'],
    need: 'anyone',
    request: { from: 'file', proof, confirmed: false },
  },
  'recovery/start-over': { senders: ['recovery'], need: 'anyone', request: { confirmed: true } },
  'sites/here': { senders: ['popup'], need: 'viewer', request: { tabId: 1 } },
  'fields/look': { senders: ['popup'], need: 'viewer', request: { tabId: 1 } },
  'fields/explain': { senders: ['popup'], need: 'viewer', request: { tabId: 1, accountId: null } },
  'fields/pick': { senders: ['popup'], need: 'owner', request: { tabId: 1, accountId: id, bind: null } },
  'fill/cancel': { senders: ['popup'], need: 'viewer', request: { tabId: 1 } },
  'fill/start': { senders: ['popup'], need: 'viewer', request: { accountId: id, tabId: 1, bind: null } },
  'intent/keep': { senders: ['popup'], need: 'anyone', request: { what: 'scan', tabId: 1 } },
  'intent/resume': { senders: ['popup'], need: 'viewer', request: null },
  'intent/return': { senders: ['manager'], need: 'anyone', request: null },
};

export const names = Object.keys(everyMessage) as MessageName[];
