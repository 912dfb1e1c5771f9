/** Lets the user show the field of a document, and says how to find it again. */
import type { OpenRoot } from './deep';
import type { Detection } from './detect';
import { viewOf } from './dom';
import { type Field, typeOf } from './field';
import { traitsOf } from './locator';
import { listenForPick } from './pick-events';
import { createOverlay, type PickTexts } from './pick-overlay';
import type { Locator, PickReport } from './report';

export interface PickRequest {
  readonly texts: PickTexts;
  /** For how long to wait before saying so; the user may go on showing. */
  readonly waitMs: number;
}

export interface PickerOptions {
  readonly openRoot: OpenRoot;
  readonly detect: () => Detection;
}

export interface Picker {
  pick(request: PickRequest): Promise<PickReport>;
  /** Ends it, as if the user had. */
  stop(): void;
}

/** Whoever asked may be gone: then nothing of ours stays in the page for longer. */
const ASKED_AGAIN_MS = 10_000;
const WAITING: PickReport = { result: 'waiting' };

export function createPicker(document: Document, options: PickerOptions): Picker {
  let end: (() => void) | undefined;
  let answer: ((report: PickReport) => void) | undefined;
  /** What came of it while nobody was asking. */
  let kept: PickReport | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function finish(report: PickReport): void {
    clearTimeout(timer);
    end?.();
    end = undefined;
    if (answer) answer(report);
    else kept = report;
    answer = undefined;
    timer = setTimeout(forget, ASKED_AGAIN_MS);
  }

  function forget(): void {
    if (end) finish({ result: 'cancelled' });
    clearTimeout(timer);
    kept = undefined;
  }

  function wait(): void {
    answer?.(WAITING);
    answer = undefined;
    timer = setTimeout(forget, ASKED_AGAIN_MS);
  }

  return {
    stop: forget,
    pick: ({ texts, waitMs }) => {
      clearTimeout(timer);
      answer?.(WAITING);
      answer = undefined;
      const report = kept;
      kept = undefined;
      if (report) return Promise.resolve(report);
      end ??= begin(document, options, texts, finish);
      timer = setTimeout(wait, waitMs);
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
  };
}

/** Returns what takes everything away again. */
function begin(
  document: Document,
  options: PickerOptions,
  texts: PickTexts,
  finish: (report: PickReport) => void,
): () => void {
  const view = viewOf(document);
  if (view === null) return () => undefined;
  const overlay = createOverlay(view, view.parent === view ? texts : undefined);
  let pointed: HTMLElement | undefined;
  const follow = (): void => overlay.frame(pointed);
  const unlisten = listenForPick(view, {
    ...overlay,
    openRoot: options.openRoot,
    onpoint: (field) => {
      pointed = field;
      follow();
    },
    onpick: (field) => finish({ result: 'picked', locator: locatorOf(field, options.detect()) }),
    oncancel: () => finish({ result: 'cancelled' }),
  });
  view.addEventListener('scroll', follow, { capture: true, passive: true });
  view.addEventListener('resize', follow);
  return () => {
    unlisten();
    view.removeEventListener('scroll', follow, { capture: true });
    view.removeEventListener('resize', follow);
    overlay.remove();
  };
}

/** Of the row that the field belongs to, the first field stands for all. */
function locatorOf(element: HTMLElement, { seen }: Detection): Locator {
  const target = seen.find(({ cells }) => cells.some((cell) => cell.element === element));
  const type = typeOf(element);
  const alone: Field = { element, type: type === undefined || type === 'beside' ? 'text' : type };
  const field = target?.cells[0] ?? alone;
  return { traits: traitsOf(field, target), cells: target?.cells.length ?? 1 };
}
