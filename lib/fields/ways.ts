/** What filling needs from its surroundings, so that tests can replace it. */
import type { OpenRoot } from './deep';
import type { Locate } from './detect';
import { viewOf } from './dom';
import type { Field } from './field';
import { createLayout, type Layout } from './layout';
import type { FillReport, FillRequest, Sent } from './report';

export interface FillOptions {
  /** A layout answers for one moment, so a new one is made for each look. */
  readonly layout?: (view: Window) => Layout;
  readonly openRoot?: OpenRoot;
  /** Lets the page react: longer than its own microtasks and one frame. */
  readonly pause?: () => Promise<void>;
  readonly wait?: (ms: number) => Promise<void>;
  readonly extras?: Extras | undefined;
}

/** @param goesOn The page has taken the code, or the code is no longer there. */
export type Submit = (document: Document, field: Field, goesOn: () => boolean, ways: Ways) => Promise<Sent>;

/** The same, with every default in its place. */
export type Ways = Required<Omit<FillOptions, 'extras'>> & Pick<FillOptions, 'extras'>;

/** What only some fills want: without it nothing goes behind a password, and no form is sent. */
export interface Extras {
  /** `beside`: the user points at a field that holds no password, so the code goes there as it always does. */
  append(document: Document, request: FillRequest, ways: Ways): Promise<FillReport | 'beside'>;
  readonly submit: Submit;
  readonly locate: Locate;
}

const FRAME_MS = 60;

export const waysOf = (document: Document, options: FillOptions): Ways => ({
  layout: createLayout,
  openRoot: () => null,
  pause: createPause(document),
  wait: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
  ...options,
});

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
