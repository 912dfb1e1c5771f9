import { untrack } from 'svelte';
import { t } from '../../lib/platform/i18n';
import { problemText } from '../text/problems';
import type { Session } from './session.svelte';
import type { Toast } from './toast.svelte';

/** Says that what is shown can't be brought up to date, for as long as that is so. Call while a component is set up. */
export function tellTrouble(session: Session, toast: Toast, again: () => Promise<void>): void {
  $effect(() => {
    const { problem, state } = session;
    if (problem === undefined || state !== 'open') return;
    const told = problemText(problem);
    const retry = (): void => {
      session.problem = undefined;
      void again();
    };
    untrack(() => toast.warn(told, { label: t('try_again'), run: retry }));
    return () => {
      if (toast.text === told) toast.clear();
    };
  });
}
