import { failureText } from '../text/problems';

/** One act at a time, and why it failed, told where it was begun. */
export class Attempt {
  busy = $state(false);
  problem = $state<string | undefined>();
  readonly #toldElsewhere: (error: unknown) => Promise<boolean>;

  /** @param toldElsewhere Whether a failure is told in another place. */
  constructor(toldElsewhere: (error: unknown) => Promise<boolean> = () => Promise.resolve(false)) {
    this.#toldElsewhere = toldElsewhere;
  }

  /** @param act Returns what hindered it, if it was not an error. */
  async run(act: () => Promise<string | undefined>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = undefined;
    try {
      this.problem = await act();
    } catch (error) {
      if (!(await this.#toldElsewhere(error))) this.problem = failureText(error);
    } finally {
      this.busy = false;
    }
  }
}
