import { failureText } from '../text/problems';
import type { Toast } from './toast.svelte';

/** One act at a time, and what came of it in one line. */
export class Doing {
  busy = $state(false);
  readonly #toast: Toast;

  constructor(toast: Toast) {
    this.#toast = toast;
  }

  /** @param act Returns what is told of it; nothing where the user called it off. */
  async run(act: () => Promise<string | undefined>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const told = await act();
      if (told !== undefined) this.#toast.say(told);
    } catch (error) {
      this.#toast.alarm(failureText(error));
    } finally {
      this.busy = false;
    }
  }
}
