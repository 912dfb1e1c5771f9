/** What scripts in sites report, checked: a renderer that the site controls can answer anything. */
import * as v from 'valibot';
import type { Explanation, FillReport, FrameReport, PickReport, SeenField } from '../../lib/fields/report';
import type { Answer } from '../../lib/platform/scripting';
import type { ProbedDocument } from '../../lib/sites/target';

const origin = v.pipe(v.string(), v.maxLength(2048));

const ancestors = v.pipe(v.array(origin), v.maxLength(64));
const fieldClass = v.picklist(['totp', 'out-of-band', 'recovery', 'static-pin', 'other']);

const frame = v.object({
  origin,
  ancestors,
  opaque: v.boolean(),
  field: fieldClass,
  score: v.pipe(v.number(), v.finite()),
  focused: v.boolean(),
  occupied: v.boolean(),
  picked: v.boolean(),
  enrolment: v.boolean(),
}) satisfies v.GenericSchema<unknown, Partial<FrameReport>>;

const cells = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64));
const fill = v.variant('result', [
  v.object({ result: v.literal('filled'), sent: v.picklist(['no', 'page', 'us', 'no-button']) }),
  v.object({
    result: v.literal('partly'),
    filled: cells,
    of: cells,
    wrong: v.pipe(v.array(cells), v.maxLength(64)),
  }),
  v.object({ result: v.literal('nothing') }),
  v.object({
    result: v.literal('refused'),
    reason: v.picklist(['moved', 'opaque', 'occupied', 'other-frame', 'short', 'no-password']),
  }),
]) satisfies v.GenericSchema<unknown, FillReport>;

const text = (length: number) => v.pipe(v.string(), v.maxLength(length));

const locator = v.object({
  traits: v.pipe(v.array(text(200)), v.minLength(1), v.maxLength(20)),
  cells: v.pipe(cells, v.minValue(1)),
});
const pick = v.variant('result', [
  v.object({ result: v.literal('picked'), locator }),
  v.object({ result: v.literal('cancelled') }),
  v.object({ result: v.literal('waiting') }),
]) satisfies v.GenericSchema<unknown, PickReport>;

const seen = v.object({
  name: text(100),
  state: v.picklist(['chosen', 'beside', 'hidden', 'disabled', 'other-type']),
  field: fieldClass,
  score: v.pipe(v.number(), v.finite()),
  cells,
  focused: v.boolean(),
  occupied: v.boolean(),
  reasons: v.pipe(v.array(v.pipe(text(40), v.regex(/^[\w: -]*$/))), v.maxLength(40)),
}) satisfies v.GenericSchema<unknown, Omit<SeenField, 'steps'>>;
const explanation = v.object({
  origin,
  ancestors,
  opaque: v.boolean(),
  fields: v.pipe(v.array(seen), v.maxLength(100)),
  outline: text(40_000),
}) satisfies v.GenericSchema<unknown, Pick<Explanation, 'origin' | 'ancestors' | 'opaque' | 'outline'>>;

export interface Probed extends ProbedDocument {
  readonly enrolment: boolean;
}

/** Documents whose answer is one; the others have not answered. */
export function readFrames(answers: readonly Answer[]): readonly Probed[] {
  return answers.flatMap(({ frameId, documentId, result }) => {
    const parsed = v.safeParse(frame, result);
    return parsed.success ? [{ ...parsed.output, frameId, documentId }] : [];
  });
}

export function readFill(report: unknown): FillReport | undefined {
  const parsed = v.safeParse(fill, report);
  return parsed.success ? parsed.output : undefined;
}

/** `undefined` where the document is gone, or answers something else. */
export function readPick(report: unknown): PickReport | undefined {
  const parsed = v.safeParse(pick, report);
  return parsed.success ? parsed.output : undefined;
}

export type Explained = v.InferOutput<typeof explanation> & {
  readonly frameId: number;
  readonly documentId: string | undefined;
};

export function readExplanations(answers: readonly Answer[]): readonly Explained[] {
  return answers.flatMap(({ frameId, documentId, result }) => {
    const parsed = v.safeParse(explanation, result);
    return parsed.success ? [{ ...parsed.output, frameId, documentId }] : [];
  });
}
