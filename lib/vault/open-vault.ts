/** The accounts of an unlocked vault: reads them, tells damage, and writes changes as one sealed whole. */
import { toBase64Url } from '../encoding/bytes';
import { Problem } from '../problem';
import { ACCOUNT_SCHEMA, decodeAccount, encodeAccount, type Account } from './accounts/account';
import { decodeLabel, encodeLabel, LABEL_SCHEMA, type Label } from './accounts/label';
import type { RecordStore } from './engines/store';
import type { Opened } from './sealed/record-set';
import { storeRecord } from './sealed/records';
import { openSets, type Change, type Codec, type Salts, type Sets } from './sealed/sets';

/** Accounts that can't be read, by their names where those are known. */
export interface Damage {
  readonly accounts: readonly { readonly issuer: string; readonly accountName: string }[];
  readonly nameless: number;
}

export interface OpenVault {
  /** Every account that can be read, the trash included, in order. */
  all(): Promise<readonly Account[]>;
  get(id: string): Promise<Account | undefined>;
  damage(): Promise<Damage | undefined>;
  /**
   * Writes accounts, new and changed, as one commit.
   * @throws {Problem} `vault-damaged` while there is damage: a new digest would hide what is missing.
   * @throws {StaleError} someone else wrote in between: load again.
   */
  put(accounts: readonly Account[]): Promise<void>;
  /** Removes accounts for good, under the same conditions. */
  erase(ids: readonly string[]): Promise<void>;
  /** Makes the readable rest a whole vault again; unreadable records are kept aside, readable ones left as they are. */
  setAside(): Promise<void>;
  /** What else is sealed in this vault. */
  readonly sets: Sets;
}

export const accountCodec: Codec<Account> = {
  kind: 'account',
  schema: ACCOUNT_SCHEMA,
  encode: encodeAccount,
  decode: decodeAccount,
};

export const labelCodec: Codec<Label> = {
  kind: 'label',
  schema: LABEL_SCHEMA,
  encode: encodeLabel,
  decode: decodeLabel,
};

interface Loaded {
  readonly sets: Sets;
  damage: Promise<Damage | undefined> | undefined;
}

/** @throws {Problem} `header-damaged`, `vault-newer`, `no-vault`, `storage-failed` */
export async function loadVault(store: RecordStore, vaultKey: CryptoKey, salt: Salts): Promise<OpenVault> {
  const sets = await openSets(store, vaultKey, salt, accountCodec);
  const loaded: Loaded = { sets, damage: undefined };
  return {
    all: async () => (await opened(loaded)).map(({ value }) => value).sort((a, b) => a.order - b.order),
    get: async (id) => (await sets.get(accountCodec, id))?.value,
    damage: async () => damageOf(loaded),
    put: async (changed) => put(loaded, changed),
    erase: async (ids) => erase(loaded, ids),
    setAside: async () => setAside(loaded),
    sets,
  };
}

async function opened({ sets }: Loaded): Promise<readonly Opened<Account>[]> {
  return (await sets.load(accountCodec)).all();
}

/** Looked for once: afterwards nothing changes but by our own commits. */
async function damageOf(loaded: Loaded): Promise<Damage | undefined> {
  const forget = (error: unknown): never => {
    loaded.damage = undefined;
    throw error;
  };
  loaded.damage ??= findDamage(loaded).catch(forget);
  return loaded.damage;
}

async function findDamage(loaded: Loaded): Promise<Damage | undefined> {
  const { sets } = loaded;
  const accounts = await opened(loaded);
  const unread = (await sets.load(accountCodec)).damaged().length;
  if (unread === 0 && (await sets.isWhole(accountCodec))) return undefined;
  const versions = new Map(accounts.map(({ record }) => [toBase64Url(record.id), record.version]));
  const labels = await (await sets.load(labelCodec)).all();
  // An older copy put back opens well, but is not the version that its label was written with.
  const affected = labels.filter(
    ({ record, value }) => versions.get(toBase64Url(record.id)) !== value.version,
  );
  // At least one: something is wrong, even where every record opens and no label tells which.
  const expected = sets.header().sets['account']?.count ?? 0;
  const missing = Math.max(1, unread, expected - accounts.length);
  return {
    accounts: affected.map(({ value: { issuer, accountName } }) => ({ issuer, accountName })),
    nameless: Math.max(0, missing - affected.length),
  };
}

async function put(loaded: Loaded, changed: readonly Account[]): Promise<void> {
  const { sets } = loaded;
  if (await damageOf(loaded)) throw new Problem('vault-damaged');
  const accounts = await Promise.all(changed.map((account) => sets.seal(accountCodec, account.id, account)));
  const relabelled = (await sets.isWhole(labelCodec))
    ? { kind: 'label' as const, put: await labelsFor(sets, accounts) }
    : await mendLabels(loaded, accounts);
  await sets.commit([{ kind: 'account', put: accounts }, relabelled]);
}

async function erase(loaded: Loaded, ids: readonly string[]): Promise<void> {
  const { sets } = loaded;
  if (await damageOf(loaded)) throw new Problem('vault-damaged');
  const changes = [accountCodec, labelCodec].map(async (codec): Promise<Change> => {
    const records = await Promise.all(ids.map((id) => sets.get<unknown>(codec, id)));
    const drop = records.flatMap((each) => (each ? [storeRecord(each.record).key] : []));
    return { kind: codec.kind, drop };
  });
  await sets.commit(await Promise.all(changes));
}

async function labelsFor(
  sets: Sets,
  accounts: readonly Opened<Account>[],
): Promise<readonly Opened<Label>[]> {
  return Promise.all(
    accounts.map(({ record: { version }, value: { id, issuer, accountName } }) =>
      sets.seal(labelCodec, id, { issuer, accountName, version }),
    ),
  );
}

/** What makes every label tell its account's names and version again. Accounts themselves are not rewritten. */
async function mendLabels(loaded: Loaded, changed: readonly Opened<Account>[]): Promise<Change> {
  const labels = await loaded.sets.load(labelCodec);
  const accounts = [...(await opened(loaded)), ...changed];
  const wanted = new Map(accounts.map((account) => [toBase64Url(account.record.id), account]));
  const present = await labels.all();
  const orphans = present.filter(({ record }) => !wanted.has(toBase64Url(record.id)));
  for (const { record, value } of present) {
    const id = toBase64Url(record.id);
    if (wanted.get(id)?.record.version === value.version) wanted.delete(id);
  }
  const aside = [...labels.damaged(), ...orphans.map(({ record }) => storeRecord(record).key)];
  return { kind: 'label', put: await labelsFor(loaded.sets, [...wanted.values()]), aside };
}

async function setAside(loaded: Loaded): Promise<void> {
  if (!(await damageOf(loaded))) return;
  const labels = await mendLabels(loaded, []);
  const damaged = (await loaded.sets.load(accountCodec)).damaged();
  await loaded.sets.commit([{ kind: 'account', aside: damaged }, labels]);
  loaded.damage = undefined;
}
