import type { RequestOf } from '../../lib/messaging/contract';
import type { Send } from '../../lib/messaging/send';
import type { UnlockView } from '../../lib/messaging/views';
import { t } from '../../lib/platform/i18n';
import { askPasskey, canUsePasskeys } from '../../lib/platform/passkeys';
import type { ProblemCode } from '../../lib/problem';
import { problemOf } from '../text/problem-of';
import { problemText } from '../text/problems';
import { Clock } from './clock.svelte';

export type ProofKind = 'pin' | 'passphrase' | 'recovery' | 'passkey';
export type GivenProof = RequestOf<'vault/unlock'>['proof'];

/** What says that the proof itself was at fault, and not the act it was given for. */
const ofProof: ReadonlySet<ProblemCode> = new Set([
  'wrong-passphrase',
  'wrong-recovery-key',
  'wrong-passkey',
  'wrong-pin',
  'pin-spent',
  'too-many-tries',
]);

/** What the user gives to show who is there: one of the ways in, as it is typed. */
export class Proof {
  text = $state('');
  problem = $state<string | undefined>();
  /** Absent as long as it is not known which ways there are. */
  unlock = $state.raw<UnlockView | undefined>();
  readonly clock = new Clock();
  #passkeysUsable = $state(false);
  #chosen = $state<ProofKind | undefined>();
  readonly offered: readonly ProofKind[] = $derived(this.#offered());
  readonly kind: ProofKind = $derived(this.#kind());
  readonly waitUntil = $derived(waitOf(this.unlock, this.kind));
  readonly waitMs = $derived(Math.max(0, this.waitUntil - this.clock.now));
  readonly ready: boolean = $derived(this.waitMs === 0 && (this.kind === 'passkey' || this.text !== ''));

  constructor(passkeys = canUsePasskeys) {
    passkeys().then(
      (usable) => (this.#passkeysUsable = usable),
      () => undefined,
    );
  }

  /** Asks which ways there are, and until when they take no try. */
  async look(send: Send): Promise<void> {
    // Not knowing leaves what was known before.
    const status = await send('vault/status', null).catch(() => undefined);
    if (status?.unlock) this.unlock = status.unlock;
    this.clock.now = Date.now();
  }

  choose(kind: ProofKind): void {
    this.#chosen = kind;
    this.clear();
  }

  /** What has begun to be typed is not taken away by what is learnt meanwhile. */
  typed(): void {
    this.#chosen = this.kind;
  }

  /** `undefined` where there is none yet; the browser's own dialog may say no. */
  async take(): Promise<GivenProof | undefined> {
    this.problem = undefined;
    const { kind, text } = this;
    if (!this.ready) return undefined;
    if (kind === 'passkey') return this.takePasskey();
    if (kind === 'recovery') return { type: 'recovery', text };
    return kind === 'pin' ? { type: 'pin', pin: text } : { type: 'passphrase', passphrase: text };
  }

  async takePasskey(): Promise<GivenProof | undefined> {
    const used = await askPasskey(this.unlock?.passkeys ?? []);
    if (typeof used === 'object') return { type: 'passkey', ...used };
    this.problem = t(used === undefined ? 'passkey_cancelled' : 'passkey_unsupported');
    return undefined;
  }

  /** Tells of a failure if the proof was at fault, and learns how long the next try has to wait. */
  async failed(error: unknown, send: Send): Promise<boolean> {
    const code = problemOf(error);
    if (!ofProof.has(code)) return false;
    await this.look(send);
    this.problem = code === 'too-many-tries' && this.waitMs > 0 ? undefined : problemText(code);
    return true;
  }

  clear(): void {
    this.text = '';
    this.problem = undefined;
  }

  #offered(): readonly ProofKind[] {
    const { unlock } = this;
    if (!unlock) return ['passphrase', 'recovery'];
    const usable: Readonly<Record<ProofKind, boolean>> = {
      pin: unlock.pinTries !== null,
      passphrase: unlock.ways.passphrase !== undefined,
      recovery: unlock.ways.recovery !== undefined,
      passkey: unlock.passkeys.length > 0 && this.#passkeysUsable,
    };
    return (['pin', 'passphrase', 'recovery', 'passkey'] as const).filter((kind) => usable[kind]);
  }

  #kind(): ProofKind {
    const chosen = this.#chosen;
    if (chosen && this.offered.includes(chosen)) return chosen;
    return this.offered[0] ?? 'passphrase';
  }
}

/** The PIN has its own few tries instead. */
function waitOf(unlock: UnlockView | undefined, kind: ProofKind): number {
  return (kind === 'pin' ? undefined : unlock?.ways[kind]?.waitUntil) ?? 0;
}
