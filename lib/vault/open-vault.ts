/** An unlocked vault: reads its accounts, tells damage, and writes changes as one sealed whole. */
import type { Bytes } from '../encoding/bytes';
import { toBase64Url } from '../encoding/bytes';
import { Problem } from '../problem';
import { ACCOUNT_SCHEMA, decodeAccount, encodeAccount, type Account } from './accounts/account';
import { isAuthentic, parseHeader, sealHeader, type Header, type SealedHeader } from './sealed/header';
import { blindId, deriveVaultKeys, type VaultKeys } from './sealed/keys';
import { decodeLabel, encodeLabel, LABEL_SCHEMA, type Label } from './accounts/label';
import { createRecordSet, type Opened, type RecordSet } from './sealed/record-set';
import { sealRecord, storeRecord, type RecordKeys } from './sealed/records';
import type { RecordStore } from './engines/store';

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
  /** Makes the readable rest a whole vault again; unreadable records are kept aside, readable ones left as they are. */
  setAside(): Promise<void>;
}

/** Hands out fresh salts. */
export type Salts = () => Bytes;

interface Loaded {
  readonly store: RecordStore;
  readonly salt: Salts;
  readonly keys: VaultKeys;
  readonly recordKeys: RecordKeys;
  readonly accounts: RecordSet<Account>;
  labels: Promise<RecordSet<Label>> | undefined;
  damage: Promise<Damage | undefined> | undefined;
  /** As stored. */
  bytes: Uint8Array;
  sealed: SealedHeader;
}

/** @throws {Problem} `header-damaged`, `vault-newer`, `no-vault`, `storage-failed` */
export async function loadVault(store: RecordStore, vaultKey: CryptoKey, salt: Salts): Promise<OpenVault> {
  const { header: bytes, records } = await store.read(['account']);
  if (bytes === undefined) throw new Problem('no-vault');
  const sealed = parseHeader(bytes);
  const { vaultId } = sealed.header;
  const keys = await deriveVaultKeys(vaultKey, vaultId);
  if (!(await isAuthentic(sealed, keys.header))) throw new Problem('header-damaged');
  const recordKeys = { vaultId, root: keys.record };
  const accounts = createRecordSet('account', records, recordKeys, decodeAccount);
  const loaded: Loaded = {
    store,
    salt,
    keys,
    recordKeys,
    accounts,
    labels: undefined,
    damage: undefined,
    bytes,
    sealed,
  };
  return {
    all: async () => (await accounts.all()).map(({ value }) => value).sort((a, b) => a.order - b.order),
    get: async (id) => (await accounts.get(await blindId(keys.index, id)))?.value,
    damage: async () => damageOf(loaded),
    put: async (changed) => put(loaded, changed),
    setAside: async () => setAside(loaded),
  };
}

async function labelsOf(loaded: Loaded): Promise<RecordSet<Label>> {
  const forget = (error: unknown): never => {
    loaded.labels = undefined;
    throw error;
  };
  loaded.labels ??= loaded.store
    .read(['label'])
    .then(({ records }) => createRecordSet('label', records, loaded.recordKeys, decodeLabel))
    .catch(forget);
  return loaded.labels;
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
  const { accounts, sealed } = loaded;
  const opened = await accounts.all();
  const unread = accounts.damaged().length;
  const expected = sealed.header.sets['account'];
  if (unread === 0 && (await accounts.isWhole(expected))) return undefined;
  const versions = new Map(opened.map(({ record }) => [toBase64Url(record.id), record.version]));
  const labels = await (await labelsOf(loaded)).all();
  // An older copy put back opens well, but is not the version that its label was written with.
  const affected = labels.filter(
    ({ record, value }) => versions.get(toBase64Url(record.id)) !== value.version,
  );
  // At least one: something is wrong, even where every record opens and no label tells which.
  const missing = Math.max(1, unread, (expected?.count ?? 0) - opened.length);
  return {
    accounts: affected.map(({ value: { issuer, accountName } }) => ({ issuer, accountName })),
    nameless: Math.max(0, missing - affected.length),
  };
}

async function put(loaded: Loaded, changed: readonly Account[]): Promise<void> {
  if (await damageOf(loaded)) throw new Problem('vault-damaged');
  const accounts = await Promise.all(changed.map((account) => sealAccount(loaded, account)));
  const labels = await labelsOf(loaded);
  const whole = await labels.isWhole(loaded.sealed.header.sets['label']);
  const relabelled = whole ? await labelsFor(loaded, accounts) : await mendLabels(loaded, accounts);
  await commit(loaded, { accounts, ...relabelled });
}

interface Change {
  readonly accounts: readonly Opened<Account>[];
  readonly labels: readonly Opened<Label>[];
  /** Keys of records to move out of their sets. */
  readonly aside: readonly string[];
}

type Relabelled = Pick<Change, 'labels' | 'aside'>;

async function sealAccount(loaded: Loaded, value: Account): Promise<Opened<Account>> {
  const { accounts, keys, salt, recordKeys, sealed } = loaded;
  const id = await blindId(keys.index, value.id);
  const version = ((await accounts.get(id))?.record.version ?? 0) + 1;
  const { writer } = sealed.header;
  const header = { id, version, writer, kind: 'account', schema: ACCOUNT_SCHEMA } as const;
  const plaintext = encodeAccount(value);
  const record = await sealRecord(header, plaintext, recordKeys, salt());
  plaintext.fill(0);
  return { record, value };
}

async function sealLabel(loaded: Loaded, { record: of, value }: Opened<Account>): Promise<Opened<Label>> {
  const { salt, recordKeys, sealed } = loaded;
  const version = ((await (await labelsOf(loaded)).get(of.id))?.record.version ?? 0) + 1;
  const { writer } = sealed.header;
  const header = { id: of.id, version, writer, kind: 'label', schema: LABEL_SCHEMA } as const;
  const label: Label = { issuer: value.issuer, accountName: value.accountName, version: of.version };
  return { record: await sealRecord(header, encodeLabel(label), recordKeys, salt()), value: label };
}

async function labelsFor(loaded: Loaded, accounts: readonly Opened<Account>[]): Promise<Relabelled> {
  return { labels: await Promise.all(accounts.map((account) => sealLabel(loaded, account))), aside: [] };
}

/** What makes every label tell its account's names and version again. Accounts themselves are not rewritten. */
async function mendLabels(loaded: Loaded, changed: readonly Opened<Account>[]): Promise<Relabelled> {
  const labels = await labelsOf(loaded);
  const accounts = [...(await loaded.accounts.all()), ...changed];
  const wanted = new Map(accounts.map((account) => [toBase64Url(account.record.id), account]));
  const present = await labels.all();
  const orphans = present.filter(({ record }) => !wanted.has(toBase64Url(record.id)));
  for (const { record, value } of present) {
    const id = toBase64Url(record.id);
    if (wanted.get(id)?.record.version === value.version) wanted.delete(id);
  }
  const aside = [...labels.damaged(), ...orphans.map(({ record }) => storeRecord(record).key)];
  return { labels: (await labelsFor(loaded, [...wanted.values()])).labels, aside };
}

async function commit(loaded: Loaded, { accounts: changed, labels: told, aside }: Change): Promise<void> {
  const { store, keys, accounts, sealed } = loaded;
  const labels = await labelsOf(loaded);
  const changedRecords = changed.map(({ record }) => record);
  const toldRecords = told.map(({ record }) => record);
  const header: Header = {
    ...sealed.header,
    generation: sealed.header.generation + 1,
    prev: sealed.mac,
    sets: {
      ...sealed.header.sets,
      account: await accounts.digestWith(changedRecords, aside),
      label: await labels.digestWith(toldRecords, aside),
    },
  };
  const { bytes } = await sealHeader(header, keys.header);
  const stored = [...changedRecords, ...toldRecords].map(storeRecord);
  await store.commit({ after: loaded.bytes, header: bytes, put: stored, aside });
  loaded.bytes = bytes;
  loaded.sealed = parseHeader(bytes);
  accounts.replace(changed, aside);
  labels.replace(told, aside);
}

async function setAside(loaded: Loaded): Promise<void> {
  if (!(await damageOf(loaded))) return;
  const { labels, aside } = await mendLabels(loaded, []);
  await commit(loaded, { accounts: [], labels, aside: [...loaded.accounts.damaged(), ...aside] });
  loaded.damage = undefined;
}
