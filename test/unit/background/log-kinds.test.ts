import { expect, test } from 'vitest';
import { LOG_KINDS as shown } from '../../../lib/messaging/views';
import { LOG_KINDS as kept } from '../../../lib/vault/log';

test('pages are told of the kinds that the log keeps, all of them and no others', () => {
  expect(shown).toEqual(kept);
});
