/** What scripts in sites report, checked: a renderer that the site controls can answer anything. */
import * as v from 'valibot';
import type { FillReport, FrameReport } from '../../lib/fields/report';
import type { Answer } from '../../lib/platform/scripting';
import type { ProbedDocument } from '../../lib/sites/target';

const origin = v.pipe(v.string(), v.maxLength(2048));

const frame = v.object({
  origin,
  ancestors: v.pipe(v.array(origin), v.maxLength(64)),
  opaque: v.boolean(),
  field: v.picklist(['totp', 'out-of-band', 'recovery', 'static-pin', 'other']),
  score: v.pipe(v.number(), v.finite()),
  focused: v.boolean(),
  occupied: v.boolean(),
  enrolment: v.boolean(),
}) satisfies v.GenericSchema<unknown, Partial<FrameReport>>;

const cells = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64));
const fill = v.variant('result', [
  v.object({ result: v.literal('filled') }),
  v.object({ result: v.literal('partly'), filled: cells, of: cells }),
  v.object({ result: v.literal('nothing') }),
  v.object({
    result: v.literal('refused'),
    reason: v.picklist(['moved', 'opaque', 'occupied', 'other-frame']),
  }),
]) satisfies v.GenericSchema<unknown, FillReport>;

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
