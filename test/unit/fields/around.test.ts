// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { createSurveyor } from '../../../lib/fields/around';
import { layout, show } from './page';

const around = () => {
  const fields = [...document.querySelectorAll('input')].map((element) => ({
    element,
    type: 'text' as const,
  }));
  const look = { roots: [document], layout, openRoot: () => null };
  return createSurveyor(document, fields, look)(document.querySelector('#x')!);
};

describe('around a field', () => {
  test('headings, text, labels and buttons are kept apart', () => {
    show(
      '<h1>Sign in</h1><p>Enter the code.</p><label for=x>Code</label><input id=x><a href=#>Help</a><button>Verify</button>',
      'Site',
    );
    expect(around()).toMatchObject({
      headings: 'sign in',
      text: 'enter the code.',
      labels: expect.stringContaining('code') as string,
      actions: 'help verify',
      title: 'site',
    });
  });

  test('what is hidden or silent says nothing', () => {
    show('<p hidden>Backup</p><script>"sent to"</script><style>p{}</style><p>Seen</p><input id=x>');
    expect(around().text).toBe('seen');
  });

  test('another form is not near', () => {
    show('<div><form><p>Coupon</p><input></form><form><p>Code</p><input id=x></form></div>');
    expect(around().text).toBe('code');
  });

  test('a dialog is a page of its own', () => {
    show('<h1>Backup</h1><div role=dialog><h2>Verify</h2><input id=x></div>');
    expect(around().headings).toBe('verify');
  });

  test('a page of much text is not near, but its last heading before the field is', () => {
    show(`<h1>First</h1><p>${'word '.repeat(500)}</p><h2>Verify</h2><div><input id=x></div><h3>After</h3>`);
    expect(around()).toMatchObject({ headings: 'verify', text: '' });
  });

  test('forms, classes, custom elements and paths give their names', () => {
    show(
      '<app-two-factor><form id=otpForm action="/auth/2fa?next=/backup" class="a b"><div><input id=x></div></form></app-two-factor>',
    );
    expect(around().ids).toEqual(
      expect.arrayContaining(['otp-form', 'auth', '2fa', 'a', 'b', 'app-two-factor']),
    );
    expect(around().ids).not.toContain('backup');
  });

  test('pictures give theirs', () => {
    show('<img src="/images/captcha.png?x=1"><input id=x>');
    expect(around().images).toEqual(['images-captcha-png-x-1']);
  });
});
