import type { Send } from '../../lib/messaging/send';
import type { AccountView, AddOutcome } from '../../lib/messaging/views';
import { t } from '../../lib/platform/i18n';
import { nameOf } from '../text/name';
import { failureText } from '../text/problems';
import type { Toast } from './toast.svelte';

interface Parts {
  readonly send: Send;
  readonly toast: Toast;
  /** Shows what the vault holds now. */
  readonly refresh: () => Promise<void>;
}

/** Tells what became of a change to the vault, and lets it be taken back where it can. */
export class Changes {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  saved({ status, account }: AddOutcome): void {
    this.#tell(t(status === 'already-there' ? 'already_there' : 'saved', nameOf(account)));
  }

  edited(account: AccountView): void {
    this.#tell(t('changes_saved', nameOf(account)));
  }

  deleted(account: AccountView): void {
    const { send, toast, refresh } = this.#parts;
    const restore = (): Promise<unknown> => send('accounts/restore', { accountId: account.id });
    toast.say(t('deleted', nameOf(account)), {
      label: t('undo'),
      run: () => void this.#attempt(restore),
    });
    void refresh();
  }

  lock(): Promise<void> {
    return this.#attempt(() => this.#parts.send('vault/lock', null));
  }

  setAside(): Promise<void> {
    return this.#attempt(() => this.#parts.send('vault/set-aside', null));
  }

  #tell(text: string): void {
    this.#parts.toast.say(text);
    void this.#parts.refresh();
  }

  async #attempt(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#parts.toast.alarm(failureText(error));
    }
    await this.#parts.refresh();
  }
}
