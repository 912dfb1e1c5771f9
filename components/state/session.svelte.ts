import { SvelteMap } from 'svelte/reactivity';
import type { Send } from '../../lib/messaging/send';
import type {
  AccountView,
  CodeView,
  DamageView,
  HealthView,
  IntentView,
  Paint,
  RoleView,
  UnlockView,
  VaultState,
} from '../../lib/messaging/views';
import type { ProblemCode } from '../../lib/problem';
import { problemOf } from '../text/problem-of';

/** Rows that can be in view when nothing is scrolled: their codes are asked for first. */
const FIRST_ROWS = 12;

type State = VaultState | 'asking' | 'silent' | 'failed';

/** What a problem met on the way tells of the vault's state. */
const statesTold: Partial<Record<ProblemCode, VaultState>> = {
  'need-viewer': 'locked',
  'vault-locked': 'locked',
  'no-vault': 'none',
  'header-damaged': 'damaged',
  'vault-newer': 'newer',
};

/** What a page of ours knows of the vault: painted from what the worker left, then corrected by what it answers. */
export class Session {
  /** `asking`: not known yet. `silent`: the worker does not answer. `failed`: it can't tell, see `problem`. */
  state = $state<State>('asking');
  /** Why what is shown could not be brought up to date. */
  problem = $state<ProblemCode | undefined>();
  intent = $state.raw<IntentView | undefined>();
  /** What may be done here; not known before the worker has answered. */
  role = $state<RoleView | undefined>();
  /** How a locked vault can be unlocked. */
  unlock = $state.raw<UnlockView | undefined>();
  health = $state.raw<HealthView | undefined>();
  readonly damage: DamageView | undefined = $derived(this.health?.damage ?? undefined);
  /** Grows with every look at the vault: what else is shown of it is asked for again. */
  looks = $state(0);
  accounts = $state.raw<readonly AccountView[]>([]);
  readonly codes = new SvelteMap<string, CodeView>();
  readonly #send: Send;
  /** Ids of the codes that are being asked for. */
  #wanted: readonly string[] = [];
  #asking: Promise<unknown> = Promise.resolve();
  #askedForAll = false;

  constructor(send: Send, paint?: Paint) {
    this.#send = send;
    if (!paint) return;
    this.state = 'open';
    this.role = paint.role;
    this.accounts = paint.accounts;
    this.#take(paint.codes);
  }

  /** Asks for everything; what is in view first. */
  async refresh(): Promise<void> {
    try {
      const { state, intent, role, unlock } = await this.#send('vault/status', null);
      this.intent = intent;
      this.unlock = unlock;
      if (state === 'open') await this.#list();
      else this.forget();
      this.role = role;
      this.state = state;
      this.looks++;
      if (state === 'open') await this.#rest();
      this.problem = undefined;
    } catch (error) {
      this.#failed(problemOf(error));
    }
  }

  /** Asks for the codes of those accounts in sight whose step is over at `now`. */
  want(inSight: readonly AccountView[], now: number): Promise<void> {
    const asked = this.#want(inSight, now);
    this.#asking = Promise.all([this.#asking, asked]);
    return asked;
  }

  /** Resolves when the codes asked for so far are there: whatever else is asked meanwhile would only delay them. */
  async codesInSight(): Promise<void> {
    await this.#asking;
  }

  async #want(inSight: readonly AccountView[], now: number): Promise<void> {
    const missing = inSight
      .filter(({ id, period }) => period > 0 && !this.#wanted.includes(id) && !this.#fresh(id, now))
      .map(({ id }) => id);
    if (missing.length === 0 || this.state !== 'open') return;
    this.#wanted = [...this.#wanted, ...missing];
    try {
      this.#take(await this.#send('codes/list', { accountIds: missing }));
      if (this.problem === 'no-answer') this.problem = undefined;
    } catch (error) {
      this.#failed(problemOf(error));
    } finally {
      this.#wanted = this.#wanted.filter((id) => !missing.includes(id));
    }
  }

  /** The worker says that the vault is locked. Where none is open, as while one is being made, that changes nothing. */
  lock(): void {
    this.forget();
    if (this.state === 'open') this.state = 'locked';
  }

  forget(): void {
    this.#askedForAll = false;
    this.accounts = [];
    this.codes.clear();
    this.role = undefined;
    this.health = undefined;
  }

  account(id: string): AccountView | undefined {
    return this.accounts.find((account) => account.id === id);
  }

  /** What a list that has not been painted begins with. One that has been asks for its codes itself. */
  async #list(): Promise<void> {
    const painted = this.accounts.length > 0;
    const accounts = await this.#send('accounts/list', null);
    const first = accounts.slice(0, FIRST_ROWS).map(({ id }) => id);
    if (!painted && first.length > 0) this.#take(await this.#send('codes/list', { accountIds: first }));
    this.accounts = accounts;
  }

  /** What looks through the whole vault comes last. */
  async #rest(): Promise<void> {
    if (!this.#askedForAll && this.accounts.length > FIRST_ROWS) {
      this.#askedForAll = true;
      this.#take(await this.#send('codes/list', { accountIds: [] }));
    }
    this.health = await this.#send('vault/health', null);
  }

  #take(codes: readonly CodeView[]): void {
    for (const code of codes) this.codes.set(code.accountId, code);
  }

  #fresh(id: string, now: number): boolean {
    return now < (this.codes.get(id)?.validUntil ?? 0);
  }

  #failed(problem: ProblemCode): void {
    const told = statesTold[problem];
    if (told) {
      this.forget();
      this.state = told;
      return;
    }
    this.problem = problem;
    // What is known stays: an open list can be looked at, and what is being typed into the others is not thrown away.
    const known = this.state !== 'asking' && this.state !== 'silent' && this.state !== 'failed';
    if (!known) this.state = problem === 'no-answer' ? 'silent' : 'failed';
  }
}
