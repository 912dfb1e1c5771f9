import { problemOf } from '../text/problem-of';

/** Runs what needs a fresh proof, and asks for one where none is fresh. */
export class Elevation {
  /** The question is on the screen. */
  asked = $state(false);
  #answer: ((proved: boolean) => void) | undefined;
  #answered: Promise<boolean> | undefined;

  /** What `act` returned, or `undefined` where the user did not want to prove anything. */
  async run<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      if (problemOf(error) !== 'need-elevated') throw error;
    }
    return (await this.#ask()) ? act() : undefined;
  }

  proved(): void {
    this.#close(true);
  }

  cancel(): void {
    this.#close(false);
  }

  /** Acts that ask at the same time wait for one answer. */
  #ask(): Promise<boolean> {
    this.asked = true;
    this.#answered ??= new Promise((resolve) => (this.#answer = resolve));
    return this.#answered;
  }

  #close(proved: boolean): void {
    this.asked = false;
    this.#answer?.(proved);
    this.#answer = this.#answered = undefined;
  }
}
