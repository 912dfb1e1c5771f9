/** Asks for what opens the vault, and does one thing with it. */
import type { ProofRequest } from '../../lib/messaging/requests';
import { LIMITS } from '../../lib/limits';
import type { PasskeyView } from '../../lib/messaging/views';
import { t } from '../../lib/platform/i18n';
import { askPasskey, canUsePasskeys } from '../../lib/platform/passkeys';
import { button, element, field, outcomeLine, run, type ButtonKind, type OutcomeLine } from './dom';

interface ProofAct {
  readonly text: string;
  readonly kind?: ButtonKind;
  readonly passkeys: readonly PasskeyView[];
  readonly act: (proof: ProofRequest, outcome: OutcomeLine) => Promise<void>;
}

const maxlength = String(LIMITS.maxPassphrase);

export function proofForm({ text, kind = 'plain', passkeys, act }: ProofAct): HTMLElement {
  const passphrase = field(t('passphrase'), {
    type: 'password',
    autocomplete: 'current-password',
    maxlength,
  });
  const recovery = field(t('recovery_key'), { maxlength: '100', autocapitalize: 'characters' });
  recovery.node.hidden = true;
  const submit = element('button', { type: 'submit', class: kind }, text);
  const other = button(t('use_recovery_key'), 'bare');
  const outcome = outcomeLine();
  const shown = () => (recovery.node.hidden ? passphrase : recovery);

  other.addEventListener('click', () => {
    const [from, to] = recovery.node.hidden ? [passphrase, recovery] : [recovery, passphrase];
    from.input.value = '';
    from.node.hidden = true;
    to.node.hidden = false;
    other.textContent = t(to === recovery ? 'use_passphrase' : 'use_recovery_key');
    to.input.focus();
  });

  const form = element(
    'form',
    {},
    passphrase.node,
    recovery.node,
    element('div', { class: 'acts' }, submit, other, passkeyButton(passkeys, outcome, act)),
    outcome.node,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { input } = shown();
    if (input.value === '') {
      input.focus();
      return;
    }
    void run(submit, outcome, async () => {
      outcome.tell(t('repair_busy'));
      const typed = input.value;
      await act(
        recovery.node.hidden ? { type: 'passphrase', passphrase: typed } : { type: 'recovery', text: typed },
        outcome,
      );
      input.value = '';
    });
  });
  return form;
}

/** `undefined` where the vault has none. */
function passkeyButton(
  passkeys: readonly PasskeyView[],
  outcome: OutcomeLine,
  act: ProofAct['act'],
): HTMLElement | undefined {
  if (passkeys.length === 0) return undefined;
  const use = button(t('use_passkey'), 'bare');
  use.hidden = true;
  void canUsePasskeys().then((usable) => {
    use.hidden = !usable;
  });
  use.addEventListener('click', () => {
    void run(use, outcome, async () => {
      const used = await askPasskey(passkeys);
      if (typeof used !== 'object') {
        outcome.tell(t(used === undefined ? 'passkey_cancelled' : 'passkey_unsupported'));
        return;
      }
      outcome.tell(t('repair_busy'));
      await act({ type: 'passkey', ...used }, outcome);
    });
  });
  return use;
}
