/** What a user may hand on: what a page is built of and how it was judged. Which site it is, the user may add. */
import type { ExplainedDocument, WouldFill } from '../../lib/messaging/views';
import type { Explained } from './reports';

const MAX_LENGTH = 60_000;

/** @param places Of the same documents, in the same order. */
export function reportOf(
  would: WouldFill,
  explained: readonly Explained[],
  places: readonly Pick<ExplainedDocument, 'place'>[],
): string {
  const lines = explained.flatMap((each, at) => documentLines(each, places[at]?.place ?? 'no-address'));
  return fitting([`would: ${would}`, '', ...lines]).join('\n');
}

function documentLines(
  { frameId, fields, outline }: Explained,
  place: ExplainedDocument['place'],
): readonly string[] {
  const judged = fields.map(({ state, field, score, cells, focused, occupied, reasons }) => {
    const marks = [...(focused ? ['focused'] : []), ...(occupied ? ['occupied'] : [])];
    return `${[state, field, score, `cells=${cells}`, ...marks].join(' ')}: ${reasons.join(', ')}`;
  });
  return [frameId === 0 ? 'page' : `frame (${place})`, ...judged, ...outline.split('\n'), ''];
}

function fitting(lines: readonly string[]): readonly string[] {
  let length = 0;
  const past = lines.findIndex((line) => (length += line.length + 1) > MAX_LENGTH);
  return past < 0 ? lines : [...lines.slice(0, past), `(${lines.length - past} more lines)`];
}
