// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { idsOfPicture, isPuzzle } from '../../../lib/fields/pictures';
import { layout, show } from './page';

const asks = (picture: string, alt = ''): boolean => {
  show(`<img data-box="${picture}" alt="${alt}"><input data-box="0,100,200,30">`);
  return isPuzzle(document.querySelector('img')!, document.querySelector('input')!, layout);
};

describe('letters to be copied stand in a picture', () => {
  test.each([
    ['right above', '0,50,120,40', true],
    ['right beside', '210,95,100,40', true],
    ['not far above', '0,0,120,40', false],
    ['not far beside', '300,100,120,40', false],
    ['not when it is square', '0,0,90,90', false],
    ['not when it is an icon', '210,105,20,12', false],
    ['not when it is as wide as a page', '0,60,600,40', false],
  ])('%s', (_, place, expected) => {
    expect(asks(place)).toBe(expected);
  });

  test('not when it speaks of an app', () => {
    expect(asks('0,50,120,40', 'Open your authenticator app')).toBe(false);
  });
});

test('a picture is named by its attributes, and not by its data', () => {
  show('<img id=captchaImage src="data:image/png;base64,otp" class="pic a" alt="Code">');
  expect(idsOfPicture(document.querySelector('img')!)).toEqual(['captcha-image', 'pic-a', 'code']);
});
