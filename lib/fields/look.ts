/** What one document says about itself, for the worker that chooses among all documents of a tab. */
import { detect, type DetectOptions } from './detect';
import { viewOf } from './dom';
import { ancestorsOf, isOpaque } from './fill';
import type { FrameReport } from './report';

export function look(document: Document, options: DetectOptions = {}): FrameReport {
  const { winner, field, enrolment } = detect(document, options);
  const view = viewOf(document);
  return {
    origin: view?.origin ?? 'null',
    ancestors: view === null ? [] : ancestorsOf(view),
    opaque: view === null || isOpaque(view),
    field,
    score: winner?.score ?? 0,
    focused: winner?.focused ?? false,
    cells: winner?.cells.length ?? 0,
    occupied: winner?.occupied ?? false,
    picked: winner?.picked ?? false,
    enrolment,
    reasons: winner?.reasons ?? [],
  };
}
