/** Types a code into the field or row of fields that wants it, in the way that most widgets accept, and reads it back. */
import type { OpenRoot } from './deep';
import { detect, type Target } from './detect';
import { viewOf } from './dom';
import { type Field, isUsable, valueOf } from './field';
import { createLayout, type Layout } from './layout';
import type { FillReport, FillRequest } from './report';
import { createTypist, type Typist } from './typist';

export interface FillOptions {
  /** A layout answers for one moment, so a new one is made for each look. */
  readonly layout?: (view: Window) => Layout;
  readonly openRoot?: OpenRoot;
  /** Lets the page react: longer than its own microtasks and one frame. */
  readonly pause?: () => Promise<void>;
}

/** Pauses that a page gets to spread a pasted code that it took. */
const PASTE_PAUSES = 6;
const FRAME_MS = 60;

export async function fill(
  document: Document,
  request: FillRequest,
  options: FillOptions = {},
): Promise<FillReport> {
  const refusal = refuse(document, request);
  if (refusal !== undefined) return { result: 'refused', reason: refusal };
  const { layout = createLayout, openRoot, pause = createPause(document) } = options;
  const find = (): Target | undefined => {
    const view = viewOf(document);
    if (view === null) return undefined;
    return detect(document, {
      layout: layout(view),
      ...(openRoot && { openRoot }),
      digits: request.code.length,
      pointed: request.pointed ?? false,
    }).winner;
  };
  const target = find();
  if (target === undefined || !takesCode(target)) return { result: 'nothing' };
  if (target.occupied) return { result: 'refused', reason: 'occupied' };
  const job = createJob(target, request.code, find);
  const typist = createTypist(document, pause);
  if (job.isComplete()) return { result: 'filled' };
  if (target.cells.length > 1) await pasteRow(job, typist, pause);
  await typeMissing(job, typist);
  // A widget that was slow to draw, or moved a character, gets its wrong cells corrected once.
  await typeMissing(job, typist);
  await pasteSingle(job, typist, pause);
  const last = job.cells()?.at(-1);
  if (last !== undefined) typist.leave(last);
  return job.report();
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

/** A code sent by mail or SMS, and what merely lacks a sign, only where the user put the focus; what speaks of something else never. */
function takesCode({ field, focused, veto }: Target): boolean {
  return !veto && (field === 'totp' || focused);
}

/** The cells as they are now, and how much of the code they hold. */
interface Job {
  readonly code: string;
  /** Cells in order, found again when the page has replaced them; nothing when it has taken them away or is busy. */
  cells(): readonly Field[] | undefined;
  /** What a cell should hold. */
  wanted(index: number): string;
  isComplete(): boolean;
  /** Notes that a cell got its character, should the page take the row away. */
  gave(index: number): void;
  report(): FillReport;
}

function createJob(target: Target, code: string, find: () => Target | undefined): Job {
  let current = target.cells;
  const given = new Set<number>();
  const size = current.length;
  const wanted = (index: number): string => (size === 1 ? code : (code[index] ?? ''));
  const count = (): number => current.filter((cell, index) => holds(cell, wanted(index))).length;
  const cells = (): readonly Field[] | undefined => {
    if (!current.every(({ element }) => element.isConnected)) {
      const again = find();
      if (again?.cells.length !== size || !takesCode(again) || again.occupied) return undefined;
      current = again.cells;
    }
    return current.every(({ element }) => isUsable(element)) ? current : undefined;
  };
  const report = (): FillReport => {
    const right = current.every(({ element }) => element.isConnected) ? count() : given.size;
    if (right === size) return { result: 'filled' };
    return { result: 'partly', filled: size === 1 ? 0 : right, of: code.length };
  };
  return {
    code,
    cells,
    wanted,
    isComplete: () => count() === size,
    gave: (index) => given.add(index),
    report,
  };
}

/** Equal but for the grouping that a page may add. */
function holds(cell: Field, wanted: string): boolean {
  return valueOf(cell).replace(/[\s-]/g, '') === wanted;
}

/** Rows often spread a pasted code by themselves, and some take nothing else. */
async function pasteRow(job: Job, typist: Typist, pause: () => Promise<void>): Promise<void> {
  const first = job.cells()?.[0];
  if (first === undefined) return;
  await typist.focus(first);
  const place = job.cells()?.[0];
  if (place === undefined) return;
  const taken = typist.paste(place, job.code);
  for (let pauses = 0; pauses < (taken ? PASTE_PAUSES : 1) && !job.isComplete(); pauses += 1) await pause();
}

/** Types into every cell that does not hold its character yet, and into no other. */
async function typeMissing(job: Job, typist: Typist): Promise<void> {
  const size = job.cells()?.length ?? 0;
  for (let index = 0; index < size; index += 1) {
    if (job.isComplete()) return;
    const cell = job.cells()?.[index];
    if (cell === undefined) return;
    if (holds(cell, job.wanted(index))) continue;
    await typist.focus(cell);
    const now = job.cells()?.[index];
    if (now === undefined) return;
    if (holds(now, job.wanted(index)) || (await typist.type(now, job.wanted(index)))) job.gave(index);
  }
}

/** A single field that gave the typed code back may take a pasted one. */
async function pasteSingle(job: Job, typist: Typist, pause: () => Promise<void>): Promise<void> {
  const cell = job.cells()?.[0];
  if (cell === undefined || job.isComplete() || job.wanted(0) !== job.code || valueOf(cell) !== '') return;
  if (typist.paste(cell, job.code)) await pause();
}

/** Hidden tabs draw no frames: there a short time must do. */
function createPause(document: Document): () => Promise<void> {
  return async () => {
    await Promise.resolve();
    await new Promise<void>((resolve) => {
      const view = viewOf(document);
      setTimeout(resolve, FRAME_MS);
      view?.requestAnimationFrame(() => setTimeout(resolve));
    });
  };
}
