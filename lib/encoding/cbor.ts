/**
 * Canonical bytes: CBOR under the core deterministic encoding requirements of RFC 8949, section 4.2.1. Deviation:
 * no tags, no `undefined`, no indefinite lengths, map keys are text. One value has one spelling.
 */
import { decode, encode, rfc8949EncodeOptions, type DecodeOptions } from 'cborg';
import { equalBytes, type Bytes } from './bytes';

export type Cbor =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Cbor[]
  | { readonly [key: string]: Cbor | undefined };

const decodeOptions: DecodeOptions = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  rejectDuplicateMapKeys: true,
};

/** Properties that are `undefined` are left out. */
export function encodeCanonical(value: Cbor): Bytes {
  return new Uint8Array(encode(value, { ...rfc8949EncodeOptions, ignoreUndefinedProperties: true }));
}

/** The value, or `undefined` where the bytes are not the one canonical spelling of a value. */
export function decodeCanonical(bytes: Uint8Array): Cbor | undefined {
  try {
    const value = decode(bytes, decodeOptions) as Cbor;
    return equalBytes(encodeCanonical(value), bytes) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** For bytes whose authenticity is already established: the same without the second encoding. */
export function decodeTrusted(bytes: Uint8Array): Cbor | undefined {
  try {
    return decode(bytes, decodeOptions) as Cbor;
  } catch {
    return undefined;
  }
}
