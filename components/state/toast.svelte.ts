export interface Act {
  readonly label: string;
  readonly run: () => void;
}

export type Tone = 'quiet' | 'warn' | 'danger';

const SHORT_MS = 3000;
const WITH_ACT_MS = 8000;

/** What just happened, in one line: said politely, gone by itself unless it needs an answer. */
export class Toast {
  text = $state('');
  tone = $state<Tone>('quiet');
  acts = $state.raw<readonly Act[]>([]);
  /** Can be sent away by hand. */
  lasting = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string, act?: Act): void {
    this.#show(text, 'quiet', act ? [act] : []);
    this.lasting = act !== undefined;
    this.#timer = setTimeout(() => this.clear(), act ? WITH_ACT_MS : SHORT_MS);
  }

  /** Stays until it is answered or replaced, like a warning. */
  tell(text: string, ...acts: readonly Act[]): void {
    this.#show(text, 'quiet', acts);
  }

  warn(text: string, ...acts: readonly Act[]): void {
    this.#show(text, 'warn', acts);
  }

  /** Something may be lost. */
  alarm(text: string): void {
    this.#show(text, 'danger', []);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.text = '';
    this.acts = [];
  }

  #show(text: string, tone: Tone, acts: readonly Act[]): void {
    clearTimeout(this.#timer);
    this.text = text;
    this.tone = tone;
    this.acts = acts;
    this.lasting = true;
  }
}
