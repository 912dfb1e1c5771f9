import { describe, expect, it, vi } from 'vitest';
import { accountsIn, byText, eventText, filtered, kindTexts } from '../../../../components/text/log';
import { LOG_KINDS, type LogView } from '../../../../lib/messaging/views';
import messages from '../../../../public/_locales/en/messages.json';

vi.mock('../../../../lib/platform/browser', async () => import('../../platform/fake-browser'));

const github = { id: 'g', issuer: 'GitHub', accountName: 'octocat' };
const aws = { id: 'a', issuer: 'AWS', accountName: '' };
const noon = (day: number): number => new Date(2026, 4, day, 12).getTime();
const log: readonly LogView[] = [
  { at: noon(9), kind: 'fill', account: { ...github, issuer: 'GitHub Inc' }, host: 'github.com' },
  { at: noon(8), kind: 'copy', account: aws },
  { at: noon(7), kind: 'copy', account: github },
  { at: noon(6), kind: 'unlock-failed', count: 3 },
];
const all = { accountId: '', kind: '', from: '', to: '' } as const;
const days = (entries: readonly LogView[]): number[] => entries.map(({ at }) => new Date(at).getDate());

describe('a log', () => {
  it.each([
    ['nothing', {}, [9, 8, 7, 6]],
    ['account', { accountId: 'g' }, [9, 7]],
    ['kind', { kind: 'copy' }, [8, 7]],
    ['account and kind', { accountId: 'g', kind: 'copy' }, [7]],
    ['its first day, which belongs to it', { from: '2026-05-08' }, [9, 8]],
    ['its last day, which belongs to it', { to: '2026-05-07' }, [7, 6]],
    ['one day', { from: '2026-05-08', to: '2026-05-08' }, [8]],
    ['days the wrong way round', { from: '2026-05-09', to: '2026-05-06' }, []],
  ] as const)('filtered by %s', (_, part, left) => {
    expect(days(filtered(log, { ...all, ...part }))).toEqual(left);
  });

  it('names each account once, by its latest name', () => {
    expect(accountsIn(log)).toEqual([
      { id: 'a', name: 'AWS' },
      { id: 'g', name: 'GitHub Inc, octocat' },
    ]);
  });

  it('has words for every kind', () => {
    expect(LOG_KINDS.filter((kind) => !(kindTexts[kind] in messages))).toEqual([]);
  });

  it('says how often, with what and as whom', () => {
    expect(log.slice(2).map(eventText)).toEqual(['Code copied', 'Tries to unlock that failed: 3']);
    expect(byText(undefined)).toBe('');
    expect(byText({ type: 'passkey', role: 'owner' })).toBe('Passkey');
    expect(byText({ type: 'passphrase', role: 'viewer' })).toBe('Passphrase (viewer)');
  });
});
