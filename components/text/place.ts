import type { MessageKey } from '../../lib/platform/i18n';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const words: readonly (readonly MessageKey[])[] = [
  ['place_top_left', 'place_top', 'place_top_right'],
  ['place_left', 'place_middle', 'place_right'],
  ['place_bottom_left', 'place_bottom', 'place_bottom_right'],
];

/** In which ninth of the picture the middle of a code lies. */
export function placeKey(
  place: Box,
  picture: { readonly width: number; readonly height: number },
): MessageKey {
  const row = third((place.y + place.height / 2) / picture.height);
  const column = third((place.x + place.width / 2) / picture.width);
  return words[row]?.[column] ?? 'place_middle';
}

function third(share: number): number {
  return share < 1 / 3 ? 0 : share < 2 / 3 ? 1 : 2;
}
