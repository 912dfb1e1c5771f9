/**
 * A folder of pages and what is known of each: by a `truth.json` beside them, or by a comment that each begins with:
 * `<!-- fill: SELECTOR | language | kind | words -->`, with `none`, `recovery` or `sent` in the place of `fill`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { Step } from '../../lib/fields/report';

export type Steps = readonly Step[];

/**
 * `fill`: a code of a stored secret goes in. `offer`: a code, but one that was sent. `ignore`: no code at all, or one for
 * recovery. `any`: who knows.
 */
export type Expectation = 'fill' | 'offer' | 'ignore' | 'any';

export interface Known {
  readonly expect: Expectation;
  readonly kind: string;
  readonly lang: string;
  readonly framework: string;
  readonly split: boolean;
  /** Every field that the code goes into. */
  readonly targets: readonly Steps[];
  /** Hidden inputs that take the whole code in the place of all targets. */
  readonly mirrors: readonly Steps[];
}

export interface Case {
  readonly file: string;
  readonly html: string;
  readonly known?: Known;
  /** What the page's own comment names; where it leads is known only once the page is open. */
  readonly selector?: string;
}

const step = v.object({ sel: v.string(), enter: v.optional(v.picklist(['shadow', 'iframe'])) });
const place = v.object({ visible: v.optional(v.boolean(), true), steps: v.array(step) });
const truthSchema = v.object({
  pages: v.record(
    v.string(),
    v.object({
      expect: v.picklist(['fill', 'offer', 'ignore', 'any']),
      kind: v.optional(v.string(), ''),
      lang: v.nullish(v.string()),
      framework: v.nullish(v.string()),
      split: v.optional(v.boolean(), false),
      targets: v.optional(v.array(place), []),
      mirrors: v.optional(v.array(place), []),
    }),
  ),
});

export function readFolder(folder: string): readonly Case[] {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  const files = readdirSync(folder).filter((file) => /\.html?$/.test(file));
  if (files.length === 0) throw new Error(`There is no page in ${folder}.`);
  const truth = readTruth(path.join(folder, 'truth.json'));
  const missing = [...truth.keys()].filter((file) => !files.includes(file));
  if (missing.length > 0)
    throw new Error(`truth.json speaks of pages that are not there: ${missing.join(', ')}`);
  return files.toSorted().map((file) => {
    const html = readFileSync(path.join(folder, file), 'utf8');
    const known = truth.get(file);
    return { file, html, ...(known ? { known } : readComment(html)) };
  });
}

function readTruth(file: string): ReadonlyMap<string, Known> {
  if (!existsSync(file)) return new Map();
  const { pages } = v.parse(truthSchema, JSON.parse(readFileSync(file, 'utf8')));
  return new Map(
    Object.entries(pages).map(([name, { targets, mirrors, lang, framework, ...page }]) => [
      name,
      {
        ...page,
        lang: lang ?? '',
        framework: framework ?? '',
        targets: targets.filter(({ visible }) => visible).map(({ steps }) => stepsOf(steps)),
        mirrors: mirrors.map(({ steps }) => stepsOf(steps)),
      },
    ]),
  );
}

/** As truth.json writes them, for those who compare texts: what crossed a browser has its names in another order. */
export function stepsOf(steps: readonly { sel: string; enter?: Step['enter'] | undefined }[]): Steps {
  return steps.map(({ sel, enter }) => ({ sel, ...(enter && { enter }) }));
}

const EXPECTED = { fill: 'fill', none: 'ignore', recovery: 'ignore', sent: 'offer' } as const;
const COMMENT = /^\s*<!--\s*(fill|none|recovery|sent):\s*(.+?)\s*-->/;

/** What the comment at the top of a page says; nothing where there is none. */
export function readComment(html: string): Pick<Case, 'known' | 'selector'> {
  const [, word, rest = ''] = COMMENT.exec(html) ?? [];
  if (word === undefined) return {};
  const [selector = '', lang = '', kind = ''] = rest.split(' | ').map((part) => part.trim());
  const known: Known = {
    expect: EXPECTED[word as keyof typeof EXPECTED],
    kind,
    lang,
    framework: '',
    split: false,
    targets: [],
    mirrors: [],
  };
  return { known, ...(selector !== '-' && { selector }) };
}
