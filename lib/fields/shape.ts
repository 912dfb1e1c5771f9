/** The attributes and place of a field, and whether a code would fit into it. */

/** Of one field, or what the cells of a row have in common. */
export interface Shape {
  readonly type: 'text' | 'tel' | 'number' | 'password' | 'editable';
  readonly autocomplete: string;
  readonly inputmode: string;
  readonly pattern: string;
  readonly placeholder: string;
  readonly maxLength: number | undefined;
  readonly minLength: number | undefined;
  /** Inputs that share the code. */
  readonly cells: number;
  readonly value: string;
  readonly occupied: boolean;
  /** Nothing else on the page takes one line of text. */
  readonly alone: boolean;
}

export type ShapeSign =
  | 'row'
  | 'short-row'
  | 'pattern-shape'
  | 'length-shape'
  | 'number-shape'
  | 'example-placeholder'
  | 'other-example'
  | 'long-field'
  | 'occupied';

const EXAMPLE = /^(?:\d{3}[ -]?\d{3}|0{4,8}|x{6,8}|[•·●○_*-]{6}|([•·●○_*-] ){5}[•·●○_*-])$/i;
/** A sample with letters and digits, or of more digits than a code has. */
const OTHER_EXAMPLE = /^(?=(?:.*\d){2})(?=.*[a-z])[\w-]+$|^[\d -]{11,}$|^[A-WYZ]{3,5}-[A-WYZ]{3,5}$/i;

/** Whether the browser would take a code here: by length, and by the pattern that the page gives. */
export function acceptsCode({ maxLength, minLength, pattern, cells }: Shape): boolean {
  if (cells > 1) return takes(pattern, ['1', '123456']);
  if (maxLength !== undefined && maxLength < 5) return false;
  if (minLength !== undefined && minLength > 8) return false;
  // With letters in it, what takes more than six digits takes recovery codes.
  const longer = /[a-z]-[a-z]/i.test(pattern) ? [] : ['1234567', '12345678'];
  return takes(pattern, ['123456', ...longer, '2B3C4', '123 456']);
}

/** Few choices, and none inside what repeats: everything else may take years, and a page may mean it to. */
const REPEATED = /\)[*+?{]|\\[1-9k]/;
const CHOICE = /[*+?{|]/;
const MAX_CHOICES = 8;

function takes(pattern: string, examples: readonly string[]): boolean {
  if (pattern === '' || pattern.length > 100 || REPEATED.test(pattern)) return true;
  if (pattern.split(CHOICE).length > MAX_CHOICES) return true;
  try {
    const expression = new RegExp(`^(?:${pattern})$`, 'u');
    return examples.some((example) => expression.test(example));
  } catch {
    return true;
  }
}

export function shapeSigns(shape: Shape): ShapeSign[] {
  const { type, inputmode, pattern, maxLength, minLength, cells, occupied } = shape;
  const placeholder = shape.placeholder.trim();
  const said: [ShapeSign, boolean][] = [
    ['row', cells > 4],
    ['short-row', cells === 4],
    ['pattern-shape', /^(?:\\d|\[0-9 ?\])\{(?:\d,)?[678]\}$/.test(pattern)],
    ['length-shape', cells === 1 && (isCodeLength(maxLength) || isCodeLength(minLength))],
    [
      'number-shape',
      type === 'tel' || type === 'number' || /^(?:numeric|decimal)$/.test(inputmode) || isDigits(pattern),
    ],
    ['example-placeholder', EXAMPLE.test(placeholder)],
    ['other-example', OTHER_EXAMPLE.test(placeholder) && !/^\d-/.test(placeholder)],
    ['long-field', cells === 1 && maxLength !== undefined && maxLength > 40],
    ['occupied', occupied],
  ];
  return said.flatMap(([sign, isSaid]) => (isSaid ? sign : []));
}

const isCodeLength = (length: number | undefined): boolean =>
  length !== undefined && length >= 6 && length <= 8;
const isDigits = (pattern: string): boolean => /^(?:\\d|\[0-9\\?s? ?\])[*+]?$/.test(pattern);
