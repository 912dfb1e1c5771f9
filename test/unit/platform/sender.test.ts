import { describe, expect, it } from 'vitest';
import { identify } from '../../../lib/platform/sender';

const self = { id: 'self', origin: 'chrome-extension://self' };
const firefox = { id: 'self@here', origin: 'moz-extension://0189c9a2' };
const popup = { sender: 'popup', origin: self.origin };
const manager = { sender: 'manager', origin: self.origin };
const recovery = { sender: 'recovery', origin: self.origin };
const injected = (origin: string) => ({ sender: 'injected', origin });
const ours = (path: string) => ({ id: 'self', origin: self.origin, url: `${self.origin}${path}` });

describe('a sender', () => {
  it.each([
    ['our popup', ours('/popup.html'), popup],
    [
      'our popup, told by its address alone (Firefox)',
      { id: 'self', url: `${self.origin}/popup.html` },
      popup,
    ],
    ['our manager, whatever its query and hash', ours('/manager.html?x=/popup.html#create'), manager],
    ['our recovery page', ours('/recovery.html'), recovery],
    ['our popup in a tab', { ...ours('/popup.html'), tab: { id: 3 } }, popup],
    [
      'a site',
      { id: 'self', origin: 'https://example.com', url: 'https://example.com/x' },
      injected('https://example.com'),
    ],
    [
      'a site with a port',
      { id: 'self', url: 'http://s2.localhost:4402/x' },
      injected('http://s2.localhost:4402'),
    ],
    [
      'a site that claims our address',
      { id: 'self', origin: 'https://evil.com', url: `${self.origin}/popup.html` },
      injected('https://evil.com'),
    ],
    [
      'a site whose path looks like ours',
      { id: 'self', url: 'https://evil.com/popup.html' },
      injected('https://evil.com'),
    ],
    [
      'an extension origin that begins with ours',
      { id: 'self', url: 'chrome-extension://self.evil/popup.html' },
      injected('chrome-extension://self.evil'),
    ],
    [
      'an extension origin that ends with ours',
      { id: 'self', url: 'chrome-extension://evil@self/popup.html' },
      injected('chrome-extension://evil@self'),
    ],
    [
      'our id under another scheme',
      { id: 'self', url: 'moz-extension://self/popup.html' },
      injected('moz-extension://self'),
    ],
    ['our id as a site’s host', { id: 'self', url: 'https://self/popup.html' }, injected('https://self')],
    [
      'our origin in capitals',
      { id: 'self', origin: 'CHROME-EXTENSION://SELF', url: `${self.origin}/popup.html` },
      injected('CHROME-EXTENSION://SELF'),
    ],
    [
      'our origin with a slash',
      { id: 'self', origin: `${self.origin}/`, url: `${self.origin}/popup.html` },
      injected(`${self.origin}/`),
    ],
    ['a page of ours that is not listed', ours('/other.html'), undefined],
    ['a listed page in a folder', ours('/sub/popup.html'), undefined],
    ['a listed page by another way', ours('//popup.html'), undefined],
    ['a listed page with something behind it', ours('/popup.html/x'), undefined],
    ['a listed page in capitals', ours('/POPUP.html'), undefined],
    ['our root', ours('/'), undefined],
    ['our worker', ours('/background.js'), undefined],
    ['a path named like a part of every object', ours('/toString'), undefined],
    ['a path named like a prototype', ours('/__proto__'), undefined],
    ['a path named like a constructor', ours('/constructor'), undefined],
    ['our origin without an address', { id: 'self', origin: self.origin }, undefined],
    [
      'our origin with a site’s address',
      { id: 'self', origin: self.origin, url: 'https://evil.com/popup.html' },
      undefined,
    ],
    [
      'our origin with an address that only begins like it',
      { id: 'self', origin: self.origin, url: `${self.origin}.evil/popup.html` },
      undefined,
    ],
    [
      'a sandboxed frame of a bound site',
      { id: 'self', origin: 'null', url: 'https://bank.example/' },
      undefined,
    ],
    [
      'a sandboxed frame of ours',
      { id: 'self', origin: 'null', url: `${self.origin}/popup.html` },
      undefined,
    ],
    ['a data: document', { id: 'self', url: 'data:text/html,x' }, undefined],
    ['about:blank', { id: 'self', url: 'about:blank' }, undefined],
    ['a file', { id: 'self', url: 'file:///popup.html' }, undefined],
    ['an address that is none', { id: 'self', url: 'popup.html' }, undefined],
    ['an empty address', { id: 'self', url: '' }, undefined],
    ['another extension', { id: 'other', url: 'https://example.com/' }, undefined],
    ['another extension that claims our page', { ...ours('/popup.html'), id: 'other' }, undefined],
    ['a web page that knows our id', { origin: 'https://evil.com', url: 'https://evil.com/' }, undefined],
    ['nobody', {}, undefined],
    ['nobody but an id', { id: 'self' }, undefined],
    ['nobody but a tab', { tab: { id: 1 } }, undefined],
  ])('is named by what the browser says: %s', (_, sender, expected) => {
    const found = identify(sender, self);
    expect(found && { sender: found.sender, origin: found.origin }).toEqual(expected);
  });

  it('of Firefox is known by its address, whose host is no id', () => {
    const url = `${firefox.origin}/manager.html#accounts`;
    expect(identify({ id: firefox.id, url }, firefox)).toEqual({ sender: 'manager', origin: firefox.origin });
  });

  it('in a site comes with its tab and document, and one of ours without', () => {
    const where = { documentId: 'd', tab: { id: 3 } };
    expect(identify({ id: 'self', origin: 'https://a.com', ...where }, self)).toEqual({
      ...injected('https://a.com'),
      tabId: 3,
      documentId: 'd',
    });
    expect(identify({ ...ours('/popup.html'), ...where }, self)).toEqual(popup);
    expect(identify({ id: 'self', origin: 'https://a.com', tab: {} }, self)).toEqual(
      injected('https://a.com'),
    );
  });
});
