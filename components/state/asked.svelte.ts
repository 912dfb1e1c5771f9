import { untrack } from 'svelte';
import type { ProblemCode } from '../../lib/problem';
import { problemOf } from '../text/problem-of';
import type { Session } from './session.svelte';

/** What the worker answered last, and why it could not answer since. */
export class Asked<T> {
  value = $state.raw<T | undefined>();
  problem = $state<ProblemCode | undefined>();
  readonly #ask: () => Promise<T>;
  #latest = 0;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  async load(): Promise<void> {
    const mine = ++this.#latest;
    try {
      const value = await this.#ask();
      if (mine !== this.#latest) return;
      this.value = value;
      this.problem = undefined;
    } catch (error) {
      if (mine === this.#latest) this.problem = problemOf(error);
    }
  }
}

/** Asks at once, with every change of the vault, and when one comes back to the page. Call while a component is set up. */
export function keepFresh<T>(asked: Asked<T>, session: Session): void {
  $effect(() => {
    if (session.looks >= 0) untrack(() => void asked.load());
  });
  $effect(() => {
    const load = (): void => void asked.load();
    window.addEventListener('focus', load);
    return () => window.removeEventListener('focus', load);
  });
}
