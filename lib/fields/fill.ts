/** Types a code into the field or row of fields that wants it, in the way that most widgets accept, and reads it back. */
import { follow } from './course';
import { detect, type Detection, type Target } from './detect';
import { viewOf } from './dom';
import { enter } from './enter';
import { createJob, type JobOptions, roomOf } from './job';
import type { FillReport, FillRequest } from './report';
import { createTypist } from './typist';
import { type FillOptions, type Ways, waysOf } from './ways';

const NOTHING: FillReport = { result: 'nothing' };

export async function fill(
  document: Document,
  request: FillRequest,
  options: FillOptions = {},
): Promise<FillReport> {
  const refusal = refuse(document, request);
  if (refusal !== undefined) return { result: 'refused', reason: refusal };
  const ways = waysOf(document, options);
  if (request.append === true) {
    const report = ways.extras ? await ways.extras.append(document, request, ways) : NOTHING;
    if (report !== 'beside') return report;
  }
  const target = find(document, request, ways, request.code.length);
  // Detection leaves out what is not of the code's length: without the length, it tells whether that was all.
  const near = target ?? find(document, request, ways);
  if (near && roomOf(near.cells) < request.code.length) return { result: 'refused', reason: 'short' };
  if (target === undefined) return NOTHING;
  if (target.occupied) return { result: 'refused', reason: 'occupied' };
  const course = follow(document, target.cells);
  const again = (): Target | undefined => find(document, request, ways, request.code.length);
  try {
    return await carryOut(document, request, ways, target, { course, again });
  } finally {
    course.stop();
  }
}

async function carryOut(
  document: Document,
  request: FillRequest,
  ways: Ways,
  target: Target,
  options: JobOptions,
): Promise<FillReport> {
  const job = createJob(target.cells, request.code, options);
  if (!job.isOver()) await enter(job, createTypist(document, ways.pause), ways.pause);
  const report = job.report();
  if (report.result !== 'filled') return report;
  const field = job.waiting()?.[0];
  if (field === undefined) return { ...report, sent: 'page' };
  if (request.submit !== true) return report;
  const goesOn = (): boolean => job.waiting() === undefined;
  return { ...report, sent: (await ways.extras?.submit(document, field, goesOn, ways)) ?? 'no-button' };
}

function find(
  document: Document,
  { locator, pointed = false, only }: FillRequest,
  { layout, openRoot, extras }: Ways,
  digits?: number,
): Target | undefined {
  const view = viewOf(document);
  if (view === null) return undefined;
  const detection = detect(document, {
    layout: layout(view),
    openRoot,
    locator,
    locate: extras?.locate,
    pointed,
    ...(digits !== undefined && { digits }),
  });
  return takesCode(detection, only) ? detection.winner : undefined;
}

/** A code sent by mail or SMS, and what merely lacks a sign, only where the user put the focus; what speaks of something else never. */
function takesCode({ winner, field }: Detection, only: FillRequest['only']): boolean {
  if (winner === undefined || winner.picked) return winner !== undefined;
  if (only === 'picked' || winner.veto) return false;
  return field === 'totp' || (only === undefined && winner.focused);
}

function refuse(
  document: Document,
  { origin, ancestors }: FillRequest,
): 'opaque' | 'moved' | 'other-frame' | undefined {
  const view = viewOf(document);
  if (view === null) return 'moved';
  if (isOpaque(view)) return 'opaque';
  if (view.origin !== origin) return 'moved';
  return ancestorsOf(view).every((ancestor) => ancestors.includes(ancestor)) ? undefined : 'other-frame';
}

export function isOpaque(view: Window): boolean {
  return view.origin === 'null' || view.location.protocol === 'data:';
}

/** Where the browser does not tell who is around, whoever is not on top has someone unknown around. */
export function ancestorsOf(view: Window): readonly string[] {
  const { ancestorOrigins } = view.location as Partial<Location>;
  if (ancestorOrigins !== undefined) return [...ancestorOrigins];
  return view.top === view ? [] : ['null'];
}
