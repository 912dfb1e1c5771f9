import { describe, expect, it, vi } from 'vitest';
import { canRestore, fieldsText, grouped, stateTexts } from '../../../../components/text/compared';
import type { ComparedView } from '../../../../lib/messaging/views';

vi.mock('../../../../lib/platform/browser', () => ({
  browser: { i18n: { getMessage: (key: string) => key } },
}));

const compared = (accountId: string, state: ComparedView['state']): ComparedView => ({
  accountId,
  issuer: 'Example',
  accountName: '',
  state,
  fields: [],
});

describe('a comparison', () => {
  it('is grouped by what became of each account, what differs first, nobody left out', () => {
    const states = ['same', 'new', 'damaged', 'deleted', 'changed', 'gone', 'same'] as const;
    const groups = grouped(states.map((state, at) => compared(String(at), state)));
    expect(groups.map(({ state, accounts }) => [state, accounts.map(({ accountId }) => accountId)])).toEqual([
      ['changed', ['4']],
      ['gone', ['5']],
      ['deleted', ['3']],
      ['damaged', ['2']],
      ['new', ['1']],
      ['same', ['0', '6']],
    ]);
  });

  it('has no group without accounts', () => {
    expect(grouped([])).toEqual([]);
  });

  it('offers back what the snapshot has and today has not', () => {
    const states = Object.keys(stateTexts) as ComparedView['state'][];
    expect(states.filter(canRestore)).toEqual(['changed', 'gone', 'deleted']);
  });

  it('names the fields that differ, unknown ones once, whatever they are called', () => {
    expect(fieldsText(['issuer', 'otp', 'colour', 'toString', 'deletedAt'])).toBe(
      'issuer · field_otp · field_other',
    );
    expect(fieldsText(['deletedAt'])).toBe('');
  });
});
