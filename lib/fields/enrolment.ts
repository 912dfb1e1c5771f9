/** Whether a page turns two-step sign-in on: it shows a secret as a QR code, a link or text. */
import { type OpenRoot, rootsOf } from './deep';
import { findAll, titleOf } from './dom';
import type { Layout } from './layout';
import { identifier, normalise } from './text';
import { asksForCode, says } from './words';

const MAX_ELEMENTS = 20_000;
const MAX_CANDIDATES = 300;
const LINK =
  '[href^="otpauth:"],[value^="otpauth:"],[data^="otpauth:"],[aria-label^="otpauth:"],[data-url^="otpauth:"]';
const SECRET_ATTRIBUTES = '[data-totp-secret],[data-otpauth],[data-otp-secret]';
const PICTURE = 'img,svg,canvas,qr-code,[class*="qr" i],[id*="qr" i]';
const SECRET_PLACES =
  'code,kbd,samp,strong,b,span,p,div,td,dd,pre,input[readonly],input[disabled],textarea[readonly],button';

export interface Page {
  readonly document: Document;
  readonly layout: Layout;
  readonly openRoot: OpenRoot;
}

/** @param text Headings, title and text around the winning field, or of the page when there is none. */
export function isEnrolment({ document, layout, openRoot }: Page, text: string, hasField: boolean): boolean {
  const roots = rootsOf(document, openRoot);
  if (roots.some((root) => findAll(root, `${LINK},${SECRET_ATTRIBUTES}`).length > 0)) return true;
  const about = says('app', text) || asksForCode(text) || hasField;
  if (!about) return false;
  if (roots.some((root) => showsSecret(root, layout))) return true;
  return says('setup', text) && roots.some((root) => showsPicture(root, layout));
}

function showsPicture(root: Document | ShadowRoot, layout: Layout): boolean {
  return findAll(root, PICTURE)
    .slice(0, MAX_CANDIDATES)
    .some((element) => {
      const { width, height } = layout.box(element);
      if (width < 80 || height < 80 || Math.abs(width - height) > 0.15 * width) return false;
      return layout.rendered(element);
    });
}

function showsSecret(root: Document | ShadowRoot, layout: Layout): boolean {
  const places = findAll(root, SECRET_PLACES);
  if (places.length > MAX_ELEMENTS) return false;
  for (const place of places) {
    if (place.childElementCount > 0) continue;
    const text = (place as Partial<HTMLInputElement>).value || place.textContent;
    if (text.length >= 16 && text.length <= 200 && isSecret(text) && layout.rendered(place)) return true;
  }
  return false;
}

/** Base32 of at least ten bytes, alone or in groups of four, alone or after a colon; not one long word. */
export function isSecret(text: string): boolean {
  const shown = text.includes(':') ? text.slice(text.lastIndexOf(':') + 1) : text;
  const plain = shown.trim();
  if (/^(?:[a-z2-7]{4}[ -]){3,15}[a-z2-7]{1,4}$/i.test(plain))
    return /\d/.test(plain) || plain === plain.toUpperCase();
  return /^(?:[A-Z2-7]{16,128}=*|(?=.*\d)[a-z2-7]{16,128}=*)$/.test(plain);
}

export function textOfPage(document: Document): string {
  const headings = findAll(document, 'h1,h2,h3')
    .slice(0, 10)
    .map((heading) => heading.textContent);
  return normalise([titleOf(document), ...headings, identifier(document.location.pathname)].join('. '));
}
