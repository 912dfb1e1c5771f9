import { describe, expect, it } from 'vitest';
import { contract } from '../../../lib/messaging/contract';
import { filesUnder, read } from './files';

/** Every message that a script in a site may send. It runs where the site may control it: none. */
const FROM_SITES: readonly string[] = [];

/**
 * Messages that say nothing about the vault's content, so that a locked vault may be asked them. Those of the recovery
 * page tell what anyone with the disk can see, take a proof, or move everything aside unopened.
 */
const WHILE_LOCKED = [
  'intent/keep',
  'intent/return',
  'recovery/look',
  'recovery/restore',
  'recovery/start-over',
  'vault/create',
  'vault/lock',
  'vault/status',
  'vault/unlock',
];

describe('the message contract', () => {
  const endpoints = Object.entries(contract);

  it('lets scripts in sites send exactly what is listed', () => {
    const sent = endpoints.filter(([, endpoint]) => endpoint.senders.some((sender) => sender === 'injected'));
    expect(sent.map(([name]) => name)).toEqual(FROM_SITES);
  });

  it('answers a locked vault exactly what is listed', () => {
    const open = endpoints.filter(([, endpoint]) => endpoint.need === 'anyone');
    expect(open.map(([name]) => name).sort()).toEqual(WHILE_LOCKED);
  });

  it('is the only door: nothing else listens', () => {
    const listening = ['components', 'entrypoints', 'lib']
      .flatMap((folder) => filesUnder(folder, /\.(ts|svelte)$/))
      .filter((file) => /onMessageExternal|onConnectExternal|onMessage\b.*addListener/.test(read(file)));
    expect(listening.filter((file) => !file.startsWith('lib/platform/'))).toEqual([]);
  });
});
