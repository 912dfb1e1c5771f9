import { expect, test } from 'vitest';
import { encodeCanonical, type Cbor } from '../../../../lib/encoding/cbor';
import { decodeLabel, encodeLabel } from '../../../../lib/vault/accounts/label';

const label = { issuer: 'one', accountName: '\u202ealice<b>', version: 3 };

test('a label reads back as it was written, and holds nothing else', () => {
  expect(decodeLabel(encodeLabel(label))).toEqual(label);
  expect(encodeLabel({ ...label, secret: 'x' })).toEqual(encodeLabel(label));
});

test.each<[string, Cbor]>([
  ['nothing', null],
  ['a label without a version', { issuer: 'one', accountName: 'alice' }],
  ['a label of a version that is none', { ...label, version: -1 }],
  ['a label whose name is no text', { ...label, issuer: 1 }],
])('%s is no label', (_, value) => {
  expect(decodeLabel(encodeCanonical(value))).toBeUndefined();
});
