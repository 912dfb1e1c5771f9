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
  act = $state.raw<Act | undefined>();
  /** Can be sent away by hand. */
  lasting = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string, act?: Act): void {
    this.#show(text, 'quiet', act);
    this.lasting = act !== undefined;
    this.#timer = setTimeout(() => this.clear(), act ? WITH_ACT_MS : SHORT_MS);
  }

  /** Stays until it is answered or replaced, like a warning. */
  tell(text: string): void {
    this.#show(text, 'quiet', undefined);
  }

  warn(text: string, act?: Act, tone: Tone = 'warn'): void {
    this.#show(text, tone, act);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.text = '';
    this.act = undefined;
  }

  #show(text: string, tone: Tone, act: Act | undefined): void {
    clearTimeout(this.#timer);
    this.text = text;
    this.tone = tone;
    this.act = act;
    this.lasting = true;
  }
}
