import { describe, expect, it } from 'vitest';
import { Session } from '../../../../components/state/session.svelte';
import type { MessageName } from '../../../../lib/messaging/contract';
import type { Send } from '../../../../lib/messaging/send';
import type { CodeView, HealthView, Paint } from '../../../../lib/messaging/views';
import { Problem } from '../../../../lib/problem';
import { account } from '../accounts';

const NOW = 1_000_000;
const accounts = Array.from({ length: 20 }, (_, at) => account({ issuer: `Issuer ${at}` }));
const ids = accounts.map(({ id }) => id);
const health: HealthView = {
  damage: null,
  copies: 'both',
  full: false,
  mended: 0,
  kept: false,
  reminders: { recovery: 'early', backup: null },
};
const codeOf = (accountId: string, validUntil = NOW + 1000): CodeView => ({
  accountId,
  text: '111111',
  next: '222222',
  validUntil,
});
const paint: Paint = {
  accounts,
  codes: ids.map((id) => codeOf(id, NOW - 1)),
  bySite: {},
  lockAt: NOW + 1e6,
  role: 'owner' as const,
};

/** A worker that answers from a table, and the list of what it was asked. */
function worker(answers: Partial<Record<MessageName, unknown>> = {}) {
  const asked: [MessageName, unknown][] = [];
  const table: Partial<Record<MessageName, unknown>> = {
    'vault/status': { state: 'open', role: 'owner' },
    'vault/health': health,
    'accounts/list': accounts,
    ...answers,
  };
  const send = (async (name: MessageName, request: unknown) => {
    asked.push([name, request]);
    await Promise.resolve();
    if (table[name] instanceof Error) throw table[name];
    if (name !== 'codes/list') return table[name];
    const { accountIds } = request as { accountIds: string[] };
    return (accountIds.length === 0 ? ids : accountIds).map((id) => codeOf(id));
  }) as Send;
  return { send, asked, table };
}

describe('a session', () => {
  it('shows what was painted before anything is asked', () => {
    const { send, asked } = worker();
    const session = new Session(send, paint);
    expect(session.state).toBe('open');
    expect(session.accounts).toBe(accounts);
    expect(session.codes.size).toBe(20);
    expect(asked).toEqual([]);
  });

  it('that was not painted asks for the codes of the first rows before all the others', async () => {
    const { send, asked } = worker();
    const session = new Session(send);
    await session.refresh();
    expect(asked).toEqual([
      ['vault/status', null],
      ['accounts/list', null],
      ['codes/list', { accountIds: ids.slice(0, 12) }],
      ['codes/list', { accountIds: [] }],
      ['vault/health', null],
    ]);
    expect(session.codes.size).toBe(20);
  });

  it('asks for all codes once only, however often something changes', async () => {
    const { send, asked } = worker();
    const session = new Session(send, paint);
    await session.refresh();
    await session.refresh();
    expect(asked.filter(([name]) => name === 'codes/list')).toEqual([['codes/list', { accountIds: [] }]]);
  });

  it('wants the codes whose step has passed, each once while it is on its way', async () => {
    const { send, asked } = worker();
    const session = new Session(send, paint);
    const some = [...accounts.slice(0, 3), account({ type: 'hotp', period: 0 })];
    await Promise.all([session.want(some, NOW), session.want(some, NOW)]);
    expect(asked).toEqual([['codes/list', { accountIds: ids.slice(0, 3) }]]);
    await session.want(some, NOW);
    expect(asked).toHaveLength(1);
    await session.want(some, NOW + 1000);
    expect(asked).toHaveLength(2);
  });

  it.each(['none', 'locked', 'damaged', 'newer'] as const)(
    'forgets everything when the vault is %s',
    async (state) => {
      const { send } = worker({ 'vault/status': { state } });
      const session = new Session(send, paint);
      await session.refresh();
      expect(session.state).toBe(state);
      expect(session.accounts).toEqual([]);
      expect(session.codes.size).toBe(0);
    },
  );

  it.each([
    ['need-viewer', 'locked'],
    ['vault-locked', 'locked'],
    ['no-vault', 'none'],
    ['header-damaged', 'damaged'],
    ['vault-newer', 'newer'],
  ] as const)('takes "%s" for what it tells of the vault: %s', async (problem, state) => {
    const { send } = worker({ 'accounts/list': new Problem(problem) });
    const session = new Session(send, paint);
    await session.refresh();
    expect([session.state, session.problem]).toEqual([state, undefined]);
    expect(session.codes.size).toBe(0);
  });

  it.each([
    ['no-answer', 'silent'],
    ['storage-failed', 'failed'],
    ['unexpected', 'failed'],
  ] as const)(
    'that can’t be asked (%s) says so, and leaves what is painted to be looked at',
    async (problem, state) => {
      const { send } = worker({ 'vault/status': new Problem(problem) });
      const bare = new Session(send);
      const painted = new Session(send, paint);
      await Promise.all([bare.refresh(), painted.refresh()]);
      expect([bare.state, bare.problem]).toEqual([state, problem]);
      expect([painted.state, painted.problem]).toEqual(['open', problem]);
      expect(painted.accounts).toBe(accounts);
    },
  );

  it.each(['locked', 'none'])(
    'that is %s stays so where it can’t be asked: somebody may be typing there',
    async (state) => {
      const { send, table } = worker({ 'vault/status': { state } });
      const session = new Session(send);
      await session.refresh();
      table['vault/status'] = new Problem('no-answer');
      await session.refresh();
      expect(session.state).toBe(state);
    },
  );

  it('says nothing more of a problem that is over', async () => {
    const { send, table } = worker({ 'vault/health': new Problem('storage-failed') });
    const session = new Session(send, paint);
    await session.refresh();
    expect(session.problem).toBe('storage-failed');
    table['vault/health'] = health;
    await session.refresh();
    expect(session.problem).toBeUndefined();
  });

  it('takes codes that come for an answer', async () => {
    const { send } = worker({ 'vault/status': new Problem('no-answer') });
    const session = new Session(send, paint);
    await session.refresh();
    await session.want(accounts.slice(0, 1), NOW);
    expect(session.problem).toBeUndefined();
  });

  it('tells of health, damage, intent, role and looks', async () => {
    const damage = { accounts: [], nameless: 1 };
    const intent = { what: 'scan', host: 'a.example' } as const;
    const { send } = worker({
      'vault/status': { state: 'open', intent, role: 'viewer' },
      'vault/health': { ...health, damage, copies: 'one' },
    });
    const session = new Session(send);
    expect([session.role, session.damage, session.looks]).toEqual([undefined, undefined, 0]);
    await session.refresh();
    expect(session.damage).toEqual(damage);
    expect(session.health?.copies).toBe('one');
    expect(session.intent).toEqual(intent);
    expect([session.role, session.looks]).toEqual(['viewer', 1]);
  });

  it('forgets role, health and damage with the lock, and tells how it can be unlocked', async () => {
    const unlock = { ways: { passphrase: { waitUntil: null } }, passkeys: [], pinTries: 4 };
    const { send, table } = worker({
      'vault/health': { ...health, damage: { accounts: [], nameless: 1 } },
    });
    const session = new Session(send);
    await session.refresh();
    session.lock();
    expect([session.role, session.health, session.damage]).toEqual([undefined, undefined, undefined]);
    table['vault/status'] = { state: 'locked', unlock };
    await session.refresh();
    expect([session.state, session.unlock]).toEqual(['locked', unlock]);
  });

  it.each(['none', 'damaged', 'newer'] as const)('stays %s when it is told of a lock', async (state) => {
    const { send } = worker({ 'vault/status': { state } });
    const session = new Session(send);
    await session.refresh();
    session.lock();
    expect(session.state).toBe(state);
  });
});
