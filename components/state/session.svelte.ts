import { SvelteMap } from 'svelte/reactivity';
import type { Send } from '../../lib/messaging/send';
import type {
  AccountView,
  CodeView,
  DamageView,
  IntentView,
  Paint,
  VaultState,
} from '../../lib/messaging/views';
import type { ProblemCode } from '../../lib/problem';
import { problemOf } from '../text/problem-of';

/** Rows that can be in view when nothing is scrolled: their codes are asked for first. */
const FIRST_ROWS = 12;

/** What a page of ours knows of the vault: painted from what the worker left, then corrected by what it answers. */
export class Session {
  /** `asking`: not known yet. `silent`: the worker does not answer. */
  state = $state<VaultState | 'asking' | 'silent'>('asking');
  intent = $state.raw<IntentView | undefined>();
  damage = $state.raw<DamageView | undefined>();
  accounts = $state.raw<readonly AccountView[]>([]);
  readonly codes = new SvelteMap<string, CodeView>();
  readonly #send: Send;
  /** Ids of the codes that are being asked for. */
  #wanted: readonly string[] = [];

  constructor(send: Send, paint?: Paint) {
    this.#send = send;
    if (!paint) return;
    this.state = 'open';
    this.accounts = paint.accounts;
    this.#take(paint.codes);
  }

  /** Asks for everything; what is in view first. */
  async refresh(): Promise<void> {
    try {
      const { state, intent } = await this.#send('vault/status', null);
      this.intent = intent;
      if (state === 'open') await this.#list();
      else this.forget();
      this.state = state;
      // The whole vault is looked through for it: the codes come first.
      if (state === 'open') this.damage = (await this.#send('vault/damage', null)) ?? undefined;
    } catch (error) {
      this.#failed(problemOf(error));
    }
  }

  /** Asks for those codes that are needed at `now` and not known for the step after it. */
  async want(ids: readonly string[], now: number): Promise<void> {
    const missing = ids.filter((id) => !this.#wanted.includes(id) && !this.#fresh(id, now));
    if (missing.length === 0 || this.state !== 'open') return;
    this.#wanted = [...this.#wanted, ...missing];
    try {
      this.#take(await this.#send('codes/list', { accountIds: missing }));
    } catch (error) {
      this.#failed(problemOf(error));
    } finally {
      this.#wanted = this.#wanted.filter((id) => !missing.includes(id));
    }
  }

  forget(): void {
    this.accounts = [];
    this.codes.clear();
    this.damage = undefined;
  }

  account(id: string): AccountView | undefined {
    return this.accounts.find((account) => account.id === id);
  }

  async #list(): Promise<void> {
    if (this.accounts.length === 0) this.accounts = await this.#send('accounts/list', null);
    const first = this.accounts.slice(0, FIRST_ROWS).map(({ id }) => id);
    if (first.length > 0) this.#take(await this.#send('codes/list', { accountIds: first }));
    this.accounts = await this.#send('accounts/list', null);
    if (this.accounts.length > first.length) this.#take(await this.#send('codes/list', { accountIds: [] }));
  }

  #take(codes: readonly CodeView[]): void {
    for (const code of codes) this.codes.set(code.accountId, code);
  }

  #fresh(id: string, now: number): boolean {
    return now < (this.codes.get(id)?.validUntil ?? 0);
  }

  #failed(problem: ProblemCode): void {
    if (problem === 'need-viewer' || problem === 'vault-locked') {
      this.forget();
      this.state = 'locked';
    } else if (this.state === 'asking') {
      this.state = 'silent';
    }
  }
}
