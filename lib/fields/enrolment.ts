/** Whether a page turns two-step sign-in on: it shows a secret as a QR code, a link or text. */
import { childrenOf, findAll, isDocument, textOf, titleOf } from './dom';
import type { Look } from './field';
import type { Layout } from './layout';
import { identifier, normalise } from './text';
import { asksForCode, says } from './words';

const MAX_TEXT = 200_000;
const MAX_SECRET_TEXT = 200;
const MAX_CANDIDATES = 300;
const SECRET =
  '[href^="otpauth:"],[value^="otpauth:"],[data^="otpauth:"],[aria-label^="otpauth:"],[data-url^="otpauth:"],[data-totp-secret],[data-otpauth],[data-otp-secret]';
const PICTURE = 'img,svg,canvas,qr-code,[class*="qr" i],[id*="qr" i]';
const SECRET_FIELDS = 'input[readonly],input[disabled],textarea[readonly]';
/** A quick look first: most pages show nothing of the kind. */
const MAYBE_SECRET = /[a-z2-7]{16}|(?:[a-z2-7]{4}[ -]){3}[a-z2-7]{4}/i;

/** Whether a link or an attribute holds a secret for an authenticator: the page can't be about anything else. */
export function offersSecret({ roots }: Pick<Look, 'roots'>): boolean {
  return roots.some((root) => findAll(root, SECRET).length > 0);
}

/** @param text Headings, title and text around the winning field, or of the page when there is none. */
export function isEnrolment({ roots, layout }: Look, text: string, hasField: boolean): boolean {
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
  const fields = findAll(root, SECRET_FIELDS) as readonly HTMLInputElement[];
  if (fields.some((field) => isSecret(field.value) && layout.rendered(field))) return true;
  const tops = isDocument(root) ? findAll(root, 'body') : childrenOf(root);
  if (!tops.some((top) => MAYBE_SECRET.test(textOf(top).slice(0, MAX_TEXT)))) return false;
  return findAll(root, '*').some((place) => {
    const text = place.childElementCount > 0 ? '' : textOf(place);
    return text.length <= MAX_SECRET_TEXT && isSecret(text) && layout.rendered(place);
  });
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
