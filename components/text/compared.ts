import type { ComparedView } from '../../lib/messaging/views';
import { t, type MessageKey } from '../../lib/platform/i18n';

type State = ComparedView['state'];

/** What differs first; what is as it was last. */
const ORDER: readonly State[] = ['changed', 'gone', 'deleted', 'damaged', 'new', 'same'];

export const stateTexts: Readonly<Record<State, MessageKey>> = {
  changed: 'compared_changed',
  gone: 'compared_gone',
  deleted: 'compared_deleted',
  damaged: 'compared_damaged',
  new: 'compared_new',
  same: 'compared_same',
};

/** States in which the snapshot has something to put back. */
export const canRestore = (state: State): boolean =>
  state === 'changed' || state === 'gone' || state === 'deleted';

export function grouped(
  accounts: readonly ComparedView[],
): readonly { readonly state: State; readonly accounts: readonly ComparedView[] }[] {
  return ORDER.map((state) => ({ state, accounts: accounts.filter((each) => each.state === state) })).filter(
    (group) => group.accounts.length > 0,
  );
}

const fieldTexts: Readonly<Record<string, MessageKey>> = {
  issuer: 'issuer',
  accountName: 'account_name',
  otp: 'field_otp',
  sites: 'sites',
};

/** Told by the group already. */
const UNTOLD = 'deletedAt';

/** Names of fields as they stand on the screen; those that have none are told together. */
export function fieldsText(fields: readonly string[]): string {
  const names = fields
    .filter((field) => field !== UNTOLD)
    .map((field) => t((Object.hasOwn(fieldTexts, field) ? fieldTexts[field] : undefined) ?? 'field_other'));
  return [...new Set(names)].join(' · ');
}
