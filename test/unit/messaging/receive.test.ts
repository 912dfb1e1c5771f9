import { beforeEach, describe, expect, it, vi } from 'vitest';
import { contract, type Need, type Sender } from '../../../lib/messaging/contract';
import { receive, type From, type Handlers } from '../../../lib/messaging/receive';
import { Problem } from '../../../lib/problem';
import { everyMessage, names, RANKS, SENDERS } from './every-message';

const handle = vi.fn(async (): Promise<unknown> => Promise.resolve('reply'));
const handlers = Object.fromEntries(names.map((name) => [name, handle])) as unknown as Handlers;
const from = (sender: Sender): From => ({ sender, origin: 'chrome-extension://lockstep' });
const session = (rank: Need) => vi.fn(async () => Promise.resolve(rank));
const refused = (problem: string) => ({ ok: false, problem });

beforeEach(() => void handle.mockReset().mockResolvedValue('reply'));

describe('the contract', () => {
  it('says of every message what this test says of it, and of no other', () => {
    const stated = Object.entries(contract).map(([name, { senders, need }]) => [name, { senders, need }]);
    expect(Object.fromEntries(stated)).toEqual(
      Object.fromEntries(
        names.map((name) => [name, { senders: everyMessage[name].senders, need: everyMessage[name].need }]),
      ),
    );
  });

  it.each(['injected', 'offscreen'] as const)('lets %s send nothing', (sender) => {
    expect(Object.values(contract).filter(({ senders }) => senders.includes(sender))).toEqual([]);
  });
});

describe('what changes the ways to unlock', () => {
  /** Reading, a fresh key that opens nothing, a name, and a decision against one. */
  const others = ['ways/list', 'ways/recovery-key', 'ways/rename', 'ways/refuse-recovery'];
  const changing = names.filter((name) => name.startsWith('ways/') && !others.includes(name));

  it('is these messages', () => {
    expect(changing).toEqual(['ways/change-passphrase', 'ways/add', 'ways/remove', 'ways/pin']);
  });

  it.each(changing)('%s takes a fresh proof, whatever the session can do, and no PIN', async (name) => {
    const { request, senders } = everyMessage[name];
    const { proof: _, ...rest } = request as Record<string, unknown>;
    for (const given of [
      rest,
      { ...rest, proof: null },
      { ...rest, proof: { type: 'pin', pin: '123456' } },
    ]) {
      const outcome = await receive(
        { name, request: given },
        from(senders[0]!),
        session('elevated'),
        handlers,
      );
      expect(outcome).toEqual(refused('bad-message'));
    }
    expect(handle).not.toHaveBeenCalled();
  });
});

describe.each(names)('%s', (name) => {
  const { senders, need, request } = everyMessage[name];
  const cases = SENDERS.flatMap((sender) => RANKS.map((rank) => [sender, rank] as const));

  it.each(cases)('from %s with a session of %s gets exactly the answer it may have', async (sender, rank) => {
    const able = RANKS.indexOf(rank) >= RANKS.indexOf(need);
    const problem = senders.includes(sender) ? `need-${need}` : 'not-allowed';
    const allowed = senders.includes(sender) && able;
    const asked = session(rank);
    expect(await receive({ name, request }, from(sender), asked, handlers)).toEqual(
      allowed ? { ok: true, reply: 'reply' } : refused(problem),
    );
    expect(handle).toHaveBeenCalledTimes(allowed ? 1 : 0);
    expect(asked).toHaveBeenCalledTimes(need === 'anyone' || !senders.includes(sender) ? 0 : 1);
  });

  it('hands its handler the request and who asked', async () => {
    const sender = senders[0]!;
    await receive({ name, request }, from(sender), session('elevated'), handlers);
    expect(handle).toHaveBeenCalledExactlyOnceWith(request, from(sender));
  });

  it.each([
    ['without its request', { name }],
    ['with more than a request', { name, request, sender: 'popup' }],
    ['with a request of another shape', { name, request: [] }],
    ['with a request that is missing', { name, request: undefined }],
    ['with a number as its request', { name, request: 1 }],
    ['with a text as its request', { name, request: 'x' }],
    ['with one thing too many in its request', { name, request: { ...(request as object), extra: 1 } }],
    [
      'with a prototype in its request',
      { name, request: JSON.parse('{"__proto__":{"a":1},"b":1}') as unknown },
    ],
    ['with 10 MB as its request', { name, request: 'x'.repeat(10 * 1024 * 1024) }],
    [
      'with 10 MB beside its request',
      { name, request: { ...(request as object), extra: 'x'.repeat(10_485_760) } },
    ],
  ])('is refused %s', async (_, message) => {
    expect(await receive(message, from(senders[0]!), session('elevated'), handlers)).toEqual(
      refused('bad-message'),
    );
    expect(handle).not.toHaveBeenCalled();
  });

  const fields = Object.keys(request ?? {});
  const wrong = ['', 'not-an-id', -1, 1.5, 1e300, {}, [null], 'x'.repeat(5000), undefined];
  it.each(fields)('is refused with a wrong or missing %s', async (field) => {
    // Texts may be anything short: only their type and length can be wrong.
    const isText =
      field === 'bind' ||
      (typeof Reflect.get(request as object, field) === 'string' && !/Id$|what/.test(field));
    for (const value of wrong) {
      if (isText && typeof value === 'string' && value.length < 4096) continue;
      expect(
        await receive(
          { name, request: { ...(request as object), [field]: value } },
          from(senders[0]!),
          session('elevated'),
          handlers,
        ),
        `${field} as ${typeof value}`,
      ).toEqual(refused('bad-message'));
    }
    expect(handle).not.toHaveBeenCalled();
  });
});

describe('a message', () => {
  it.each([
    'toString',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'valueOf',
    '',
    'vault',
    'vault/statusx',
  ])('named %s is nobody’s, whoever sends it', async (name) => {
    for (const sender of SENDERS)
      expect(await receive({ name, request: null }, from(sender), session('elevated'), handlers)).toEqual(
        refused('bad-message'),
      );
  });

  it.each([
    ['ping'],
    [null],
    [undefined],
    [7],
    [[]],
    [['vault/status', null]],
    [{}],
    [{ request: null }],
    [{ name: ['vault/lock'], request: null }],
  ])('that is no message is refused (%#)', async (message) => {
    expect(await receive(message, from('popup'), session('elevated'), handlers)).toEqual(
      refused('bad-message'),
    );
    expect(handle).not.toHaveBeenCalled();
  });

  it.each([
    ['text that no browser would send', { self: 1n }],
    [
      '20,001 ids',
      { accountIds: Array.from({ length: 20_001 }, () => '0189c9a2-7a52-4c3e-8f10-1f3a6f0d0b11') },
    ],
    ['a million wrong ids', { accountIds: Array.from({ length: 1_000_000 }, () => 0) }],
  ])('that asks for codes with %s is refused', async (_, request) => {
    expect(
      await receive({ name: 'codes/list', request }, from('popup'), session('viewer'), handlers),
    ).toEqual(refused('bad-message'));
  });

  it.each([
    ['101 Key URIs', 'accounts/check', { keyUris: Array.from({ length: 101 }, () => 'otpauth://totp/a') }],
    ['a Key URI of 4,097 characters', 'accounts/add', { keyUri: 'x'.repeat(4097), sites: [] }],
    [
      '65 sites',
      'accounts/add',
      { keyUri: 'x', sites: Array.from({ length: 65 }, () => ({ host: 'a', subdomains: false })) },
    ],
    [
      'a host of 254 characters',
      'accounts/add',
      { keyUri: 'x', sites: [{ host: 'a'.repeat(254), subdomains: false }] },
    ],
    ['an empty host', 'accounts/add', { keyUri: 'x', sites: [{ host: '', subdomains: false }] }],
    ['port 0', 'accounts/add', { keyUri: 'x', sites: [{ host: 'a', port: 0, subdomains: false }] }],
    ['port 65536', 'accounts/add', { keyUri: 'x', sites: [{ host: 'a', port: 65_536, subdomains: false }] }],
    [
      'a time of confirmation',
      'accounts/add',
      { keyUri: 'x', sites: [{ host: 'a', subdomains: false, confirmedAt: 1 }] },
    ],
    [
      'a passphrase of 1,025 characters',
      'vault/unlock',
      { proof: { type: 'passphrase', passphrase: 'x'.repeat(1025) } },
    ],
    ['a wish that is none', 'intent/keep', { what: 'fill', tabId: 1 }],
    [
      'over 1 MB in allowed fields',
      'accounts/check',
      { keyUris: Array.from({ length: 100 }, () => '€'.repeat(4096)) },
    ],
  ])('with %s is refused', async (_, name, request) => {
    const sender = 'popup';
    expect(await receive({ name, request }, from(sender), session('elevated'), handlers)).toEqual(
      refused('bad-message'),
    );
    expect(handle).not.toHaveBeenCalled();
  });

  it('of the largest list of ids is taken', async () => {
    const accountIds = Array.from({ length: 20_000 }, () => '0189c9a2-7a52-4c3e-8f10-1f3a6f0d0b11');
    expect(
      await receive(
        { name: 'codes/list', request: { accountIds } },
        from('popup'),
        session('viewer'),
        handlers,
      ),
    ).toMatchObject({ ok: true });
  });

  it('tells its handler’s problem by its code alone', async () => {
    handle.mockRejectedValue(new Problem('vault-locked'));
    expect(
      await receive({ name: 'vault/lock', request: null }, from('popup'), session('owner'), handlers),
    ).toEqual(refused('vault-locked'));
  });

  it.each([
    ['an error', new TypeError('secret is JBSWY3DP'), 'TypeError'],
    ['a text', 'secret is JBSWY3DP', 'string'],
    ['nothing', undefined, 'undefined'],
  ])('that meets a bug throwing %s keeps its text to itself', async (_, thrown, logged) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    handle.mockRejectedValue(thrown);
    expect(
      await receive({ name: 'vault/lock', request: null }, from('popup'), session('owner'), handlers),
    ).toEqual(refused('unexpected'));
    expect(log.mock.calls).toEqual([['unexpected', logged]]);
    log.mockRestore();
  });

  it('is not answered when the session can’t be asked', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const broken = async () => Promise.reject(new Error('storage'));
    expect(
      await receive(
        { name: 'codes/next', request: everyMessage['codes/next'].request },
        from('popup'),
        broken,
        handlers,
      ),
    ).toEqual(refused('unexpected'));
    expect(handle).not.toHaveBeenCalled();
    log.mockRestore();
  });
});
