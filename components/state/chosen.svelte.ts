import { verdictOn, type Verdict } from '../text/strength';

/** Judging each keystroke of a long passphrase would lag behind typing. */
const SETTLED_MS = 150;

/** A passphrase the user thinks up, and how long it would stand. */
export class Chosen {
  text = $state('');
  again = $state('');
  shown = $state(false);
  /** Absent until it has been judged. */
  guesses = $state<number | undefined>();
  readonly verdict: Verdict | undefined = $derived(
    this.guesses === undefined ? undefined : verdictOn(this.text, this.guesses),
  );
  readonly differs: boolean = $derived(!this.shown && this.again !== '' && this.again !== this.text);
  readonly ready: boolean = $derived(
    (this.verdict === 'weak' || this.verdict === 'strong') && (this.shown || this.again === this.text),
  );
  readonly #judge: () => Promise<(passphrase: string) => number>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(judge: () => Promise<(passphrase: string) => number>) {
    this.#judge = judge;
  }

  /** The text was changed: what was said of it holds no longer. */
  changed(): void {
    this.guesses = undefined;
    clearTimeout(this.#timer);
    if (this.text !== '') this.#timer = setTimeout(() => void this.#estimate(), SETTLED_MS);
  }

  async #estimate(): Promise<void> {
    const judged = this.text;
    const judge = await this.#judge();
    if (judged === this.text) this.guesses = judge(judged);
  }
}
