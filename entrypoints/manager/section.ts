import type { Elevation } from '../../components/state/elevation.svelte';
import type { Session } from '../../components/state/session.svelte';
import type { Toast } from '../../components/state/toast.svelte';
import type { Send } from '../../lib/messaging/send';

/** Parts of the manager, by the addresses they have after the `#`. */
export const SECTIONS = ['accounts', 'unlocking', 'backup', 'earlier', 'trash', 'activity'] as const;
export type SectionName = (typeof SECTIONS)[number];

/** What every section but the first is given. */
export interface SectionProps {
  readonly send: Send;
  readonly session: Session;
  readonly toast: Toast;
  readonly elevation: Elevation;
}

export function sectionAt(hash: string): SectionName {
  return SECTIONS.find((name) => hash === `#${name}`) ?? 'accounts';
}
