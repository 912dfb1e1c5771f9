/** An unlocked vault: reads its accounts, tells damage, and writes changes as one sealed whole. */
import type { Bytes } from '../encoding/bytes';
import { toBase64Url } from '../encoding/bytes';
import { Problem } from '../problem';
import { ACCOUNT_SCHEMA, decodeAccount, encodeAccount, type Account } from './account';
import { isAuthentic, parseHeader, sealHeader, type Header, type SealedHeader } from './header';
import { blindId, deriveVaultKeys, type VaultKeys } from './keys';
import { decodeLabel, encodeLabel, LABEL_SCHEMA, type Label } from './label';
import { createRecordSet, type Opened, type RecordSet } from './record-set';
import { sealRecord, storeRecord, type RecordKeys } from './records';
import type { RecordStore } from './store';

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
  /** Makes the readable rest a whole vault again; unreadable records are kept aside. */
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
  loaded.labels ??= loaded.store
    .read(['label'])
    .then(({ records }) => createRecordSet('label', records, loaded.recordKeys, decodeLabel));
  return loaded.labels;
}

/** Looked for once: afterwards nothing changes but by our own commits. */
async function damageOf(loaded: Loaded): Promise<Damage | undefined> {
  loaded.damage ??= findDamage(loaded);
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
  const missing = Math.max(unread, (expected?.count ?? 0) - opened.length);
  return {
    accounts: affected.map(({ value: { issuer, accountName } }) => ({ issuer, accountName })),
    nameless: Math.max(0, missing - affected.length),
  };
}

async function put(loaded: Loaded, changed: readonly Account[]): Promise<void> {
  if (await damageOf(loaded)) throw new Problem('vault-damaged');
  const sealed = await Promise.all(changed.map((account) => sealAccount(loaded, account)));
  await commit(loaded, sealed, []);
}

interface Change {
  readonly account: Opened<Account>;
  readonly label: Opened<Label>;
}

async function sealAccount(
  { accounts, keys, salt, recordKeys, sealed }: Loaded,
  value: Account,
): Promise<Change> {
  const id = await blindId(keys.index, value.id);
  const version = ((await accounts.get(id))?.record.version ?? 0) + 1;
  const clear = { id, version, writer: sealed.header.writer };
  const label: Label = { issuer: value.issuer, accountName: value.accountName, version };
  const accountHeader = { ...clear, kind: 'account', schema: ACCOUNT_SCHEMA } as const;
  const labelHeader = { ...clear, kind: 'label', schema: LABEL_SCHEMA } as const;
  const plaintext = encodeAccount(value);
  const record = await sealRecord(accountHeader, plaintext, recordKeys, salt());
  plaintext.fill(0);
  return {
    account: { record, value },
    label: { record: await sealRecord(labelHeader, encodeLabel(label), recordKeys, salt()), value: label },
  };
}

async function commit(loaded: Loaded, changes: readonly Change[], aside: readonly string[]): Promise<void> {
  const { store, keys, accounts, sealed } = loaded;
  const labels = await labelsOf(loaded);
  const records = {
    account: changes.map(({ account }) => account.record),
    label: changes.map(({ label }) => label.record),
  };
  const header: Header = {
    ...sealed.header,
    generation: sealed.header.generation + 1,
    prev: sealed.mac,
    sets: {
      ...sealed.header.sets,
      account: await accounts.digestWith(records.account, aside),
      label: await labels.digestWith(records.label, aside),
    },
  };
  const { bytes } = await sealHeader(header, keys.header);
  const stored = [...records.account, ...records.label].map(storeRecord);
  await store.commit({ after: loaded.bytes, header: bytes, put: stored, aside });
  loaded.bytes = bytes;
  loaded.sealed = parseHeader(bytes);
  accounts.replace(
    changes.map(({ account }) => account),
    aside,
  );
  labels.replace(
    changes.map(({ label }) => label),
    aside,
  );
}

async function setAside(loaded: Loaded): Promise<void> {
  if (!(await damageOf(loaded))) return;
  const labels = await labelsOf(loaded);
  const readable = await loaded.accounts.all();
  const present = new Set(readable.map(({ record }) => toBase64Url(record.id)));
  const orphans = (await labels.all()).filter(({ record }) => !present.has(toBase64Url(record.id)));
  const orphanKeys = orphans.map(({ record }) => storeRecord(record).key);
  // Written once more, so that each label tells its account's version again.
  const again = await Promise.all(readable.map(({ value }) => sealAccount(loaded, value)));
  await commit(loaded, again, [...loaded.accounts.damaged(), ...labels.damaged(), ...orphanKeys]);
  loaded.damage = undefined;
}
