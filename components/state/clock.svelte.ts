/** The one thing in motion: a moment that steps once a second, on the second. */
export class Clock {
  now = $state(Date.now());
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Runs until the returned function is called. */
  start(): () => void {
    const step = (): void => {
      this.now = Date.now();
      this.#timer = setTimeout(step, 1000 - (this.now % 1000));
    };
    step();
    return () => {
      clearTimeout(this.#timer);
    };
  }
}
