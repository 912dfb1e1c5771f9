/** Vaults that open, with every kind of content. */
import { sha256 } from '../../../../lib/crypto/seal';
import type { Bytes } from '../../../../lib/encoding/bytes';
import type { Cbor } from '../../../../lib/encoding/cbor';
import type { Secret } from '../../../../lib/otp/otp';
import { hexByte } from '../../../../lib/vault/engines/shards';
import type { Kind } from '../../../../lib/vault/engines/store';
import { chain } from '../../../../lib/vault/log-block';
import type { Vault } from '../../../../lib/vault/vault';
import layout1 from '../../../corpus/vault-vectors/layout-1.json';
import { createMemoryStore, type MemoryStore } from '../memory-store';
import { codecOf } from '../small-vault';
import { byPassphrase } from '../world';
import { CITIZEN, type Case, type Scene } from './cases';
import { areaImage, diskImage, recordsChanged, signed, type Fields } from './edit';
import { fromHex } from './fixed';
import { PASSPHRASE, settle } from './house';
import { owner } from './rows';

const BOTH = ['example Ltd', 'other Ltd'];
const ALL = ['example Ltd', 'counter Ltd', 'old Ltd'];

export async function contentCases(scene: Scene): Promise<readonly Case[]> {
  return [...(await furnished(scene)), ...(await logs()), ...(await otherVersions(scene))];
}

async function furnished({ house }: Scene): Promise<readonly Case[]> {
  const { disk, area: whole } = house.furnished;
  const area = whole.copy();
  const [digest] = await sha256(disk.records.get(disk.keys('account')[0]!)! as Bytes);
  area.texts.delete(`blob/${hexByte(digest!)}`);
  const sound = { whole: true, issuers: ALL, settings: true, log: { entries: 3, broken: false } };
  return [
    {
      name: 'furnished',
      what: 'Accounts of several kinds, one in the trash; settings, log and a snapshot with its blobs.',
      engines: [areaImage(whole)],
      proof: owner,
      told: { ...sound, snapshots: [0] },
    },
    {
      name: 'snapshot-blob-lost',
      what: "A blob that a snapshot names is gone: one member of it can't be read.",
      engines: [areaImage(area)],
      proof: owner,
      told: { ...sound, snapshots: [1] },
    },
  ];
}

function lostFrom(disk: MemoryStore): Case {
  const gone = [...disk.keys('log').slice(1), ...disk.keys('setting')];
  const left = recordsChanged(disk, (records) => gone.forEach((key) => records.delete(key)));
  return {
    name: 'log-and-settings-lost',
    what: 'A block of the log is gone, and so are the settings: broken, and nothing set.',
    engines: [diskImage(left)],
    proof: owner,
    told: { whole: false, issuers: [], settings: false, log: { entries: 1, broken: true } },
  };
}

/** Blocks that another version might write, and someone with the key: the set is whole, the chain need not be. */
async function logs(): Promise<readonly Case[]> {
  const before = new Uint8Array(32).fill(6);
  const older = [
    { at: 1, kind: 'teleport', by: 'nobody' },
    { at: 2, kind: 'add' },
  ];
  const newer = [{ at: 3, kind: 'fill', host: 'a.example', shade: 1 }];
  const between = await chain(before, older);
  const after = await chain(between, newer);
  const third = { id: 'log/3', first: 7, prev: before, last: between, entries: older };
  const fourth = { id: 'log/4', first: 9, prev: between, last: after, entries: newer };
  const elsewhere = { ...fourth, prev: before, last: await chain(before, newer) };
  const entries = 2;
  const table = [
    [
      'log-cut',
      'A log whose oldest blocks are gone, with an entry of a kind unknown here: sound.',
      third,
      fourth,
      { entries, broken: false },
    ],
    [
      'log-link',
      'A block that does not go on where the one before it ended.',
      third,
      elsewhere,
      { entries, broken: true },
    ],
    [
      'log-last',
      'A block that ends elsewhere than its entries lead to.',
      third,
      { ...fourth, last: before },
      { entries, broken: true },
    ],
    [
      'log-count',
      'A block that counts more before it than there are.',
      third,
      { ...fourth, first: 10 },
      { entries, broken: true },
    ],
  ] as const;
  const cases: Case[] = [];
  for (const [name, what, one, two, log] of table) {
    const { vault, moment } = settle(CITIZEN);
    await vault.create(PASSPHRASE);
    for (const block of [one, two]) await seal(vault, 1, block.id, block, 'log');
    const told = { whole: true, issuers: [], log };
    const { disk } = moment();
    cases.push({ name, what, engines: [diskImage(disk)], proof: owner, told });
    if (name === 'log-cut') cases.push(lostFrom(disk));
  }
  return cases;
}

async function otherVersions({ cottage, vaultKey }: Scene): Promise<readonly Case[]> {
  const old = createMemoryStore({
    header: fromHex(layout1.header),
    records: new Map(Object.entries(layout1.records).map(([key, bytes]) => [key, fromHex(bytes)])),
  });
  const future = await signed(cottage.two.disk, vaultKey, (header) => ({
    ...header,
    layout: 3,
    mirror: { since: 1 },
    slots: (header['slots'] as Fields[]).flatMap((slot) => [
      { ...slot, id: new Uint8Array(16).fill(9), type: 'voice' },
      slot,
    ]),
    sets: { ...(header['sets'] as Fields), photo: { count: 1, digest: new Uint8Array(32) } },
  }));
  const { vault, moment, add } = settle(CITIZEN);
  await vault.create(PASSPHRASE);
  await add({
    issuer: 'plain Ltd',
    accountName: 'p',
    otp: { type: 'steam', secret: fromHex('01') as Uint8Array as Secret },
    sites: [],
  });
  const id = '0189c9a2-7a52-4c3e-8f10-0000000000f1';
  const content = {
    issuer: 'newer Ltd',
    accountName: 7,
    otp: { type: 'totp', secret: fromHex('02') },
    id,
    order: 1.5,
    shade: [null, -1, 0.1, 'é'],
  };
  await seal(vault, 2, id, content);
  await seal(
    vault,
    2,
    'settings',
    { id: 'settings', ways: 1, backup: { weeks: 3 }, recoveryAt: 'now', shade: 2 },
    'setting',
  );
  const newer = moment();
  await seal(vault, 1, '0189c9a2-7a52-4c3e-8f10-0000000000f2', {
    ...content,
    id: '0189c9a2-7a52-4c3e-8f10-0000000000f2',
    issuer: 'kept Ltd',
    accountName: 'k',
    otp: { type: 'motp', pin: '1', secret: fromHex('03') },
    sites: [{ host: 'kept.example', subdomains: false, confirmedAt: 2, port: 8443, frame: true }],
    provisional: false,
    createdAt: 1,
    changedAt: { issuer: 2 },
    order: 1e300,
  });
  const owned = { whole: true, role: 'owner' } as const;
  return [
    {
      name: 'first-layout',
      what: 'A vault of the first layout: no key pair, no `layout`.',
      engines: [diskImage(old)],
      proof: byPassphrase(layout1.passphrase),
      told: { ...owned, issuers: ['example Ltd'] },
    },
    {
      name: 'later-layout',
      what: 'A later layout, with fields, a slot type and a kind that are unknown.',
      engines: [diskImage(future)],
      proof: owner,
      told: { ...owned, issuers: BOTH },
    },
    {
      name: 'later-schema',
      what: "An account and settings of a later schema: what can't be read counts as absent.",
      engines: [diskImage(newer.disk)],
      proof: owner,
      told: { ...owned, settings: true, issuers: ['newer Ltd', 'plain Ltd'] },
    },
    {
      name: 'unknown-content',
      what: 'An unknown kind of one-time password, unknown fields, odd numbers.',
      engines: [diskImage(moment().disk)],
      proof: owner,
      told: { ...owned, issuers: ['newer Ltd', 'plain Ltd', 'kept Ltd'] },
    },
  ];
}
/** As another version of the program might write an account. */
async function seal(
  vault: Vault,
  schema: number,
  id: string,
  content: Cbor,
  kind: Kind = 'account',
): Promise<void> {
  await vault.change(async ({ sets }) => {
    const put = [await sets.seal(codecOf(kind, schema), id, content)];
    await sets.commit([{ kind, put }]);
  });
}
