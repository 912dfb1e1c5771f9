import { describe, expect, it } from 'vitest';
import { shownCode } from '../../../../components/text/shown-code';

const code = { accountId: 'a', text: '111111', next: '222222', validUntil: 60_000 };

describe('a code on the page', () => {
  it.each([
    ['the code of this step at its beginning', 30_000, { text: '111111', next: '222222', secondsLeft: 30 }],
    ['it until the last moment of the step', 59_999, { text: '111111', next: '222222', secondsLeft: 1 }],
    ['the next code once the step is over', 60_000, { text: '222222', next: '', secondsLeft: 30 }],
    ['nothing once that is over too', 90_000, undefined],
    ['nothing when the clock was set back by more than a step', 29_999, undefined],
  ])('is %s', (_, now, shown) => {
    expect(shownCode(code, 30, now)).toEqual(shown);
  });

  it('is nothing where none is known, or none follows the clock', () => {
    expect(shownCode(undefined, 30, 0)).toBeUndefined();
    expect(shownCode(code, 0, 30_000)).toBeUndefined();
  });
});
