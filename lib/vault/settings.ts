/** What is set for the whole vault and must not lie in clear: one sealed record. */
import * as v from 'valibot';
import type { Bytes } from '../encoding/bytes';
import { decodeTrusted, encodeCanonical, type Cbor } from '../encoding/cbor';
import { Problem } from '../problem';
import type { OpenVault } from './open-vault';
import { blindId } from './sealed/keys';
import type { Opened } from './sealed/record-set';
import { recordKey } from './sealed/records';
import type { Codec } from './sealed/sets';
import { bytesOf, natural } from './sealed/shapes';

export const SETTINGS_SCHEMA = 1;
const ID = 'settings';
const DEFAULT_WEEKS = 4;

export interface Settings {
  /** What is known of a way to unlock, by its slot's id in hex. */
  readonly ways: Readonly<Record<string, { readonly name: string; readonly createdAt: number }>>;
  /** A recovery key was offered and not wanted. */
  readonly recovery?: 'refused' | undefined;
  /** When that was said. */
  readonly recoveryAt?: number | undefined;
  readonly pin?: PinSetting | undefined;
  readonly backup: {
    /** When a backup file was last saved. */
    readonly savedAt?: number | undefined;
    /** After how many weeks the next one is due. */
    readonly weeks: number;
  };
  /** When something was last found to be over its time: what was so then already may go, a day later. */
  readonly seenAt?: number | undefined;
  /** Fields that this version does not know: written back as they were read. */
  readonly rest: Readonly<Record<string, Cbor>>;
}

/** Argon2id's salt and parameters, and what they lead to. */
export interface PinSetting {
  readonly salt: Bytes;
  readonly m: number;
  readonly t: number;
  readonly p: number;
  readonly key: Bytes;
}

const key = v.pipe(
  v.instance(Uint8Array),
  v.transform((value) => value),
);

// Loose inside too: what a newer version notes there is written back with it.
const schema = v.looseObject({
  id: v.literal(ID),
  ways: v.record(v.string(), v.looseObject({ name: v.string(), createdAt: natural })),
  recovery: v.exactOptional(v.literal('refused')),
  recoveryAt: v.exactOptional(natural),
  pin: v.exactOptional(v.looseObject({ salt: bytesOf(32), m: natural, t: natural, p: natural, key })),
  backup: v.looseObject({ savedAt: v.exactOptional(natural), weeks: natural }),
  seenAt: v.exactOptional(natural),
});

/** A newer version's settings: whatever can't be read counts as absent. */
const newerSchema = v.looseObject({
  id: schema.entries.id,
  ways: v.fallback(schema.entries.ways, {}),
  recovery: v.fallback(v.optional(v.literal('refused')), undefined),
  recoveryAt: v.fallback(v.optional(natural), undefined),
  pin: v.fallback(v.optional(schema.entries.pin.wrapped), undefined),
  backup: v.fallback(schema.entries.backup, { weeks: DEFAULT_WEEKS }),
  seenAt: v.fallback(v.optional(natural), undefined),
});

const names = new Set(Object.keys(schema.entries));

export const settingsCodec: Codec<Settings> = {
  kind: 'setting',
  schema: SETTINGS_SCHEMA,
  encode: ({ rest, ...fields }) => encodeCanonical({ ...rest, ...fields, id: ID } as Cbor),
  decode: (plaintext, version) => {
    const decoded = decodeTrusted(plaintext);
    const parsed = v.safeParse(version > SETTINGS_SCHEMA ? newerSchema : schema, decoded);
    if (!parsed.success) return undefined;
    const { ways, recovery, recoveryAt, pin, backup, seenAt } = parsed.output;
    const rest = Object.entries(decoded as Record<string, Cbor>).filter(([name]) => !names.has(name));
    return { ways, recovery, recoveryAt, pin, backup, seenAt, rest: Object.fromEntries(rest) };
  },
};

/** Where there are none, or none that can be believed: nothing is set. */
export async function readSettings(open: OpenVault): Promise<Settings> {
  return (await stored(open))?.value ?? defaults();
}

/**
 * Changes what is set, as one commit. Settings that can't be believed are moved aside by it, kept.
 * @throws {Problem} `vault-newer` where a newer version wrote them.
 */
export async function changeSettings(
  open: OpenVault,
  change: (settings: Settings) => Settings,
): Promise<Settings> {
  const { sets } = open;
  const found = await stored(open);
  if (found && found.record.schema > SETTINGS_SCHEMA) throw new Problem('vault-newer');
  const aside = found ? [] : await unreadable(open);
  const sealed = await sets.seal(settingsCodec, ID, change(found?.value ?? defaults()));
  await sets.commit([{ kind: 'setting', put: [sealed], aside }]);
  return sealed.value;
}

function defaults(): Settings {
  return { ways: {}, backup: { weeks: DEFAULT_WEEKS }, rest: {} };
}

/** An older record put back opens well: only a whole set is believed. */
async function stored({ sets }: OpenVault): Promise<Opened<Settings> | undefined> {
  return (await sets.isWhole(settingsCodec)) ? sets.get(settingsCodec, ID) : undefined;
}

/** The settings' own key, where something lies under it. */
async function unreadable({ sets }: OpenVault): Promise<readonly string[]> {
  const set = await sets.load(settingsCodec);
  const opened = await sets.get(settingsCodec, ID);
  const own = recordKey('setting', await blindId(sets.keys.index, ID));
  return opened !== undefined || set.damaged().includes(own) ? [own] : [];
}
