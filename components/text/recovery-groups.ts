/** The groups of four in which a recovery key is written down, and how two of them are asked for again. */

const GROUP = 4;
/** What people write for letters that look like digits: Base32 has neither 0 nor 1 nor 8. */
const alike: Readonly<Record<string, string>> = { 0: 'O', 1: 'I', 8: 'B' };

export function groupsOf(text: string): readonly string[] {
  return text.split('-');
}

/**
 * Two different places of whole groups, in order.
 *
 * @param fill Fills an array with random numbers, as `crypto.getRandomValues` does.
 */
export function twoPlaces(
  groups: readonly string[],
  fill: (numbers: Uint32Array<ArrayBuffer>) => unknown,
): readonly [number, number] {
  const whole = groups.flatMap((group, at) => (group.length === GROUP ? [at] : []));
  const numbers = new Uint32Array(2);
  fill(numbers);
  const [first] = whole.splice((numbers[0] ?? 0) % whole.length, 1);
  const second = whole[(numbers[1] ?? 0) % whole.length];
  if (first === undefined || second === undefined) throw new RangeError('Fewer than two groups to ask for.');
  return first < second ? [first, second] : [second, first];
}

/** Whether a group was typed as it stands, in whatever case and with the look-alikes people read. */
export function sameGroup(typed: string, group: string): boolean {
  const plain = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  return plain.replaceAll(/[018]/g, (digit) => alike[digit] ?? digit) === group;
}
