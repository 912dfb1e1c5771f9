/** What can be done about what was found. All of it is the worker's to do, and some of it needs a proof. */
import type { ProofRequest } from '../../lib/messaging/requests';
import type { RecoveryView, StatusView } from '../../lib/messaging/views';
import { t } from '../../lib/platform/i18n';
import { restart } from '../../lib/platform/restart';
import { send } from '../../lib/platform/send';
import { numberText } from '../../components/text/when';
import { button, card, element, outcomeLine, run, wordGate } from './dom';
import type { Found } from './found';
import { proofForm } from './proof-form';

/** What the worker says; absent where it does not answer. */
export type Told = { readonly status: StatusView; readonly view: RecoveryView } | undefined;

export interface Scene {
  readonly found: Found;
  readonly told: Told;
  /** Looks at both copies again and shows what they are now. */
  readonly refresh: () => Promise<unknown>;
}

export function needsWorker(): HTMLElement {
  return element('p', { class: 'quiet' }, t('repair_needs_worker'));
}

const managerLink = (): HTMLElement => element('a', { href: '/manager.html#accounts' }, t('open_accounts'));

export function repairCard({ found, told, refresh }: Scene): HTMLElement | undefined {
  if (!found.copies.some(({ header }) => header === 'readable')) return undefined;
  const form = proofForm({
    text: t('repair_act'),
    kind: 'primary',
    passkeys: told?.view.passkeys ?? [],
    act: async (proof, outcome) => {
      await send('vault/unlock', { proof });
      const { damage, copies, mended } = await send('vault/health', null);
      const whole = damage === null && copies === 'both';
      outcome.tell(whole ? t('repair_done', numberText(mended)) : t('repair_in_part'), ' ', managerLink());
      await refresh();
    },
  });
  return card(t('repair_repair'), t('repair_repair_says'), told ? form : needsWorker());
}

export function snapshotCard({ told, refresh }: Scene): HTMLElement | undefined {
  if (told && (told.view.snapshots === 0 || told.status.state === 'none')) return undefined;
  const form = proofForm({
    text: t('repair_snapshot_act'),
    passkeys: told?.view.passkeys ?? [],
    act: async (proof, outcome) => {
      outcome.tell(...(await restore('snapshot', proof, false)));
      await refresh();
    },
  });
  return card(t('repair_snapshot'), t('repair_snapshot_says'), told ? form : needsWorker());
}

/** @returns What came of it, in words. */
export async function restore(
  from: 'snapshot' | 'file',
  proof: ProofRequest,
  confirmed: boolean,
): Promise<readonly (string | HTMLElement)[]> {
  const { accounts, damaged } = await send('recovery/restore', { from, proof, confirmed });
  const lost = damaged > 0 ? `${t('repair_restored_damaged', numberText(damaged))} ` : '';
  return [`${t('repair_restored', numberText(accounts))} ${lost}`, managerLink()];
}

export function startOverCard({ told }: Scene): HTMLElement | undefined {
  if (told?.status.state === 'damaged') return card(t('start_over'), t('start_over_says'), ...startOver());
  if (told?.status.state !== 'locked') return undefined;
  const hidden = element('details', {}, element('summary', {}, t('start_over_lost')), ...startOver());
  return card(t('start_over'), t('start_over_says'), hidden);
}

function startOver(): readonly HTMLElement[] {
  const word = t('start_over_word');
  const { node, input, open } = wordGate(t('start_over_type', word), word);
  const act = button(t('start_over_act'), 'danger');
  const outcome = outcomeLine();
  act.addEventListener('click', () => {
    void run(act, outcome, async () => {
      if (!open()) {
        outcome.tell(t('start_over_type', word));
        input.focus();
        return;
      }
      await send('recovery/start-over', { confirmed: true });
      location.assign('/manager.html#create');
    });
  });
  return [node, element('div', { class: 'acts' }, act), outcome.node];
}

export function restartCard(): HTMLElement {
  const act = button(t('repair_restart'));
  act.addEventListener('click', restart);
  return card(t('repair_restart'), t('repair_restart_says'), element('div', { class: 'acts' }, act));
}
