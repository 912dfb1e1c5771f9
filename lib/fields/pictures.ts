/** What a picture is for, as far as its place and its names tell. */
import { attributeOf } from './dom';
import type { Layout } from './layout';
import { identifier, normalise } from './text';
import { says } from './words';

/**
 * Whether letters to be copied stand in it: wide and low, as a QR code is not, and so near that it belongs to the field.
 */
export function isPuzzle(picture: Element, field: Element, layout: Layout): boolean {
  const [a, b] = [layout.box(picture), layout.box(field)];
  if (a.width < 50 || a.width > 320 || a.height < 18 || a.width < 1.5 * a.height) return false;
  const across = Math.max(b.left - a.left - a.width, a.left - b.left - b.width);
  const down = Math.max(b.top - a.top - a.height, a.top - b.top - b.height);
  if (Math.max(across, down) > 40 || Math.min(across, down) >= 0) return false;
  return !says('app', normalise(attributeOf(picture, 'alt')));
}

export function idsOfPicture(picture: Element): string[] {
  const parts = ['id', 'class', 'alt', 'src'].map((name) => attributeOf(picture, name));
  return parts.filter((part) => part !== '' && !part.startsWith('data:')).map(identifier);
}
