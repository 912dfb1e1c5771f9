import * as v from 'valibot';

/** Exactly `length` bytes. */
export function bytesOf(length: number) {
  return v.pipe(
    v.instance(Uint8Array),
    v.length(length),
    v.transform((value) => value),
  );
}

export const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
