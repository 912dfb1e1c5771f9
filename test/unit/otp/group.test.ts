import { expect, test } from 'vitest';
import { groupCode } from '../../../lib/otp/group';

test.each([
  ['1', '1'],
  ['1234', '1234'],
  ['12345', '12345'],
  ['NTK5M', 'NTK5M'],
  ['482913', '482 913'],
  ['012345', '012 345'],
  ['1234567', '123 4567'],
  ['12345678', '1234 5678'],
  ['123456789', '123 456 789'],
  ['1234567890', '123 456 7890'],
])('groupCode shows %s as "%s"', (code, shown) => {
  expect(groupCode(code)).toBe(shown);
});
