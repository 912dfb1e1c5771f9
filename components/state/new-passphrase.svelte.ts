import { LIMITS } from '../../lib/limits';
import { Chosen } from './chosen.svelte';

/** A passphrase to be set: six generated words, or one the user thinks up. */
export class NewPassphrase {
  way = $state<'words' | 'own'>('words');
  words = $state('');
  /** The user says that the words are written down. */
  kept = $state(false);
  readonly chosen: Chosen;
  readonly #generate: () => string;

  constructor(generate: () => string, judge: () => Promise<(passphrase: string) => number>) {
    this.#generate = generate;
    this.chosen = new Chosen(judge);
    this.another();
  }

  get text(): string {
    return this.way === 'words' ? this.words : this.chosen.text;
  }

  get ready(): boolean {
    if (this.text === '' || this.text.length > LIMITS.maxPassphrase) return false;
    return this.way === 'words' ? this.kept : this.chosen.ready;
  }

  another(): void {
    this.words = this.#generate();
    this.kept = false;
  }

  clear(): void {
    this.words = this.chosen.text = this.chosen.again = '';
    this.kept = false;
  }
}
