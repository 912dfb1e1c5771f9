/** How many tints `Avatar.svelte` has. */
export const TINTS = 8;

/** The same name always gets the same tint. */
export function tintOf(name: string): number {
  let hash = 0;
  for (const character of name.toLowerCase()) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return hash % TINTS;
}

/** The first letter or digit, or nothing where there is none. */
export function initialOf(name: string): string {
  return /[\p{L}\p{N}]/u.exec(name)?.[0].toUpperCase() ?? '';
}
