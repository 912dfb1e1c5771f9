import { expect, test } from 'vitest';
import { passkeysIn } from '../../../../lib/vault/ways/passkeys';
import type { Slot } from '../../../../lib/vault/ways/slots';

const bytes = (length: number, value = 1) => new Uint8Array(length).fill(value);
const slot = (id: number, more: Partial<Slot>): Slot => ({
  id: bytes(16, id),
  type: 'passkey',
  role: 'owner',
  salt: bytes(32),
  commit: bytes(32),
  wrapped: bytes(48),
  ...more,
});

test('passkeys among slots are told once each, as the browser needs them', () => {
  const passkey = { credential: bytes(3, 255), salt: bytes(32, 0) };
  const slots = [
    slot(1, { type: 'passphrase' }),
    slot(2, { passkey }),
    slot(2, { passkey: { ...passkey, credential: bytes(4) } }),
    slot(3, {}),
    slot(4, { type: 'of a later version', passkey }),
  ];
  expect(passkeysIn(slots)).toEqual([
    { slotId: '02'.repeat(16), credential: '////', salt: `${'A'.repeat(43)}=` },
  ]);
});
