/**
 * The vault's header: how to unlock, and what must be there. Its bytes are authenticated as they lie; they are only
 * believed once the key they lead to has proven them.
 */
import * as v from 'valibot';
import { concat, type Bytes } from '../../encoding/bytes';
import { decodeCanonical, encodeCanonical } from '../../encoding/cbor';
import { Problem } from '../../problem';
import { bytesOf, natural } from './shapes';
import { slotSchema } from '../ways/slots';

export const FORMAT = 1;
const MAGIC = 'LOCKSTEP';
const SUITE = 1;
const MAX_BYTES = 1024 * 1024;

const set = v.strictObject({ count: natural, digest: bytesOf(32) });

const schema = v.looseObject({
  magic: v.literal(MAGIC),
  format: v.literal(FORMAT),
  suite: v.literal(SUITE),
  vaultId: bytesOf(16),
  epoch: natural,
  generation: natural,
  writer: bytesOf(16),
  /** The MAC of the header before this one. */
  prev: bytesOf(32),
  slots: v.pipe(v.array(slotSchema), v.minLength(1), v.maxLength(64)),
  /** What each kind of record must add up to; a kind without records has no row. */
  sets: v.record(v.string(), set),
});

export type Header = v.InferOutput<typeof schema>;
export type SetDigest = v.InferOutput<typeof set>;

const version = v.looseObject({ magic: v.literal(MAGIC), format: natural, suite: natural });

export interface SealedHeader {
  readonly header: Header;
  readonly body: Bytes;
  readonly mac: Bytes;
}

export function newHeader(vaultId: Bytes, writer: Bytes): Header {
  const prev = new Uint8Array(32);
  return {
    magic: MAGIC,
    format: FORMAT,
    suite: SUITE,
    vaultId,
    epoch: 0,
    generation: 0,
    writer,
    prev,
    slots: [],
    sets: {},
  };
}

/** The bytes to store: a CBOR pair of the header's canonical bytes and their MAC. */
export async function sealHeader(header: Header, key: CryptoKey): Promise<{ bytes: Bytes; mac: Bytes }> {
  const body = encodeCanonical(header as Parameters<typeof encodeCanonical>[0]);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, macInput(body)));
  return { bytes: encodeCanonical([body, mac]), mac };
}

const pair = v.strictTuple([v.instance(Uint8Array), bytesOf(32)]);

/**
 * Reads the stored bytes without believing them yet.
 * @throws {Problem} `vault-newer` for a format or suite of a later version, `header-damaged` for anything else.
 */
export function parseHeader(bytes: Uint8Array): SealedHeader {
  if (bytes.length > MAX_BYTES) throw new Problem('header-damaged');
  const outer = v.safeParse(pair, decodeCanonical(bytes));
  if (!outer.success) throw new Problem('header-damaged');
  const [body, mac] = outer.output;
  const decoded = decodeCanonical(body);
  const parsed = v.safeParse(schema, decoded);
  if (parsed.success) return { header: parsed.output, body: body, mac };
  const made = v.safeParse(version, decoded);
  const newer = made.success && (made.output.format > FORMAT || made.output.suite > SUITE);
  throw new Problem(newer ? 'vault-newer' : 'header-damaged');
}

export async function isAuthentic({ body, mac }: SealedHeader, key: CryptoKey): Promise<boolean> {
  return crypto.subtle.verify('HMAC', key, mac, macInput(body));
}

/** Says what is authenticated, so that this key's MACs can never be taken for those of something else. */
function macInput(body: Bytes): Bytes {
  return concat(encodeCanonical('header/v1'), body);
}
