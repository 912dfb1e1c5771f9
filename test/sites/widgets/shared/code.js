import { complete } from './complete.js';

/** What a page asks of its state before it enables its button. */
export const isComplete = (code) => /^\d{6}$/.test(code);

/** Takes each state of a page and notes when it becomes complete. */
export function watchCode() {
  let before = '';
  return (code) => {
    if (isComplete(code) && code !== before) complete();
    before = code;
  };
}
