/** The order of things: rows are pasted into first, then typed cell by cell, read back, and repaired once. */
import { isOpen } from './course';
import { valueOf } from './field';
import { holds, type Job } from './job';
import type { Typist } from './typist';

type Pause = () => Promise<void>;

/** Pauses that a page gets to spread a pasted code that it took, and to draw anew what it took away. */
const PASTE_PAUSES = 6;
const REDRAW_PAUSES = 3;

export async function enter(job: Job, typist: Typist, pause: Pause): Promise<void> {
  if (job.size > 1) await pasteRow(job, typist, pause);
  await typeMissing(job, typist, pause);
  // A widget that was slow to draw, or moved a character, gets its wrong cells corrected once.
  if (job.size > 1) await typeMissing(job, typist, pause);
  else await pasteSingle(job, typist, pause);
  const last = job.cells()?.at(-1);
  if (last !== undefined && isOpen(last) && !job.hasLeft()) typist.leave(last);
}

/** Rows often spread a pasted code by themselves, and some take nothing else. */
async function pasteRow(job: Job, typist: Typist, pause: Pause): Promise<void> {
  const first = job.cells()?.[0];
  if (first === undefined) return;
  await typist.focus(first);
  const place = job.cells()?.[0];
  if (place === undefined) return;
  const taken = typist.paste(place, job.code);
  for (let pauses = 0; pauses < (taken ? PASTE_PAUSES : 1) && !job.isComplete(); pauses += 1) await pause();
  if (taken) job.pasted();
}

/** Types into every cell that does not hold its character yet, and into no other. */
async function typeMissing(job: Job, typist: Typist, pause: Pause): Promise<void> {
  for (let index = 0; index < job.size; index += 1) {
    if (job.isOver()) return;
    for (let pauses = 0; pauses < REDRAW_PAUSES && !job.cells(); pauses += 1) await pause();
    const cell = job.cells()?.[index];
    if (cell === undefined) return;
    if (holds(cell, job.wanted(index))) continue;
    await typist.focus(cell);
    const now = job.cells()?.[index];
    if (now === undefined) return;
    if (now.element !== cell.element) await typist.focus(now);
    if (holds(now, job.wanted(index)) || (await typist.type(now, job.wanted(index)))) job.gave(index);
    // Before the page's own tasks: it may be complete for this one moment only.
    job.isComplete();
    await pause();
  }
}

/** A single field that gave the typed code back may take a pasted one. */
async function pasteSingle(job: Job, typist: Typist, pause: Pause): Promise<void> {
  const cell = job.cells()?.[0];
  if (cell === undefined || job.hasLeft() || job.isComplete() || valueOf(cell) !== '') return;
  if (typist.paste(cell, job.code)) await pause();
}
