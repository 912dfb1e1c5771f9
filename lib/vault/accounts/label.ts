/** The names of an account, kept once more in a record of their own: a damaged account can still be called by them. */
import * as v from 'valibot';
import type { Bytes } from '../../encoding/bytes';
import { decodeTrusted, encodeCanonical } from '../../encoding/cbor';
import { natural } from '../sealed/shapes';

export const LABEL_SCHEMA = 1;

const schema = v.looseObject({
  issuer: v.string(),
  accountName: v.string(),
  /** The version of the account's record that these names were written with. */
  version: natural,
});
export type Label = v.InferOutput<typeof schema>;

export function encodeLabel({ issuer, accountName, version }: Label): Bytes {
  return encodeCanonical({ issuer, accountName, version });
}

export function decodeLabel(plaintext: Uint8Array): Label | undefined {
  const parsed = v.safeParse(schema, decodeTrusted(plaintext));
  return parsed.success ? parsed.output : undefined;
}
