import type { WayView } from '../../lib/messaging/views';
import { t, type MessageKey } from '../../lib/platform/i18n';
import { shortened } from './visible';
import { dayText } from './when';

const typeTexts: Readonly<Record<WayView['type'], MessageKey>> = {
  passphrase: 'passphrase',
  recovery: 'recovery_key',
  passkey: 'passkey',
  other: 'way_other',
};

export function wayTypeText({ type }: Pick<WayView, 'type'>): string {
  return t(typeTexts[type]);
}

/** What the user called it, or what it is. */
export function wayName(way: Pick<WayView, 'type' | 'name' | 'role'>): string {
  if (way.name.trim() !== '') return shortened(way.name, 60);
  return way.role === 'viewer' ? t('way_viewer') : wayTypeText(way);
}

/** Kind, role and age in one line; the kind is left out where the name says it. */
export function waySays(way: WayView): string {
  const type = wayTypeText(way);
  return [
    wayName(way) === type ? '' : type,
    way.role === 'viewer' ? t('role_viewer') : '',
    way.createdAt === undefined ? '' : t('way_since', dayText(way.createdAt)),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Of what a person can write down, one has to stay: a passkey can be lost with its device, and a viewer changes nothing. */
export function isLastWay(way: WayView, ways: readonly WayView[]): boolean {
  const lasting = ways.filter(
    ({ type, role }) => role === 'owner' && (type === 'passphrase' || type === 'recovery'),
  );
  return lasting.length === 1 && lasting[0]?.slotId === way.slotId;
}

/** Minutes and seconds, as clocks show them. */
export function waitText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
