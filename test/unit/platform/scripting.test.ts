import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fillDocument, lookAtFields, watchFields } from '../../../lib/platform/scripting';
import { newBrowser, type FakeBrowser } from './fake-browser';
import type { FakeDocument, Injection } from './fake-tabs';

vi.mock('../../../lib/platform/browser', async () => import('./fake-browser'));

let fake: FakeBrowser;
const injections = () => fake.calls.map(({ args }) => args[0] as Injection);
const document = (changes: Partial<FakeDocument>): FakeDocument => ({
  frameId: 0,
  report: { field: 'totp' },
  ...changes,
});
beforeEach(() => void (fake = newBrowser()));

describe('a look at a tab', () => {
  it('puts our file into every document, and gives what each answered', async () => {
    fake.documents.set(3, [document({ documentId: 'a' }), document({ frameId: 7, report: 1 })]);
    expect(await lookAtFields(3)).toEqual([
      { frameId: 0, documentId: 'a', result: { field: 'totp' } },
      { frameId: 7, documentId: undefined, result: 1 },
    ]);
    expect(injections()).toEqual([
      { target: { tabId: 3, allFrames: true }, files: ['/injected.js'], args: [] },
    ]);
  });

  it('leaves out the documents that did not answer', async () => {
    fake.documents.set(3, [
      document({ report: null }),
      document({ frameId: 7, report: undefined }),
      document({ frameId: 9, report: 0 }),
    ]);
    expect(await lookAtFields(3)).toEqual([{ frameId: 9, documentId: undefined, result: 0 }]);
  });

  it('brings what knows a field again, where one was shown', async () => {
    fake.documents.set(3, [document({ documentId: 'a' })]);
    await lookAtFields(3, { locator: { traits: ['id=otp'], cells: 1 } });
    expect(injections()[0]?.files).toEqual(['/injected.js', '/extras.js']);
  });

  it('gives nothing where no script may enter', async () => {
    expect(await lookAtFields(3)).toBeUndefined();
  });
});

describe('a look that a page holds up', () => {
  it('is given up, as if the page could not be reached', async () => {
    vi.useFakeTimers();
    fake.api.scripting.executeScript = () => new Promise(() => undefined);
    const looking = lookAtFields(3);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await looking).toBeUndefined();
    vi.useRealTimers();
  });
});

describe('waiting for a field', () => {
  const address = { tabId: 3, frameId: 0, documentId: 'a' };

  it.each([
    ['ends when it is there', true, true],
    ['ends when the time is over', false, false],
    ['believes no other answer', 'totp', false],
  ])('%s', async (_, answer, seen) => {
    const asked: unknown[] = [];
    const watch = (request: unknown) => (asked.push(request), Promise.resolve(answer));
    fake.documents.set(3, [document({ documentId: 'a', watch })]);
    expect(await watchFields(address, { forMs: 2000 })).toBe(seen);
    expect(asked).toEqual([{ forMs: 2000 }]);
    expect(injections()[0]).toMatchObject({ target: { documentIds: ['a'] }, files: ['/extras.js'] });
  });

  it('ends at once where the document is gone', async () => {
    expect(await watchFields(address, { forMs: 2000 })).toBe(false);
  });
});

describe('a fill', () => {
  const request = { code: '314159', origin: 'https://github.com', ancestors: [] };
  let asked: unknown[];
  const fill = async (each: unknown) => {
    asked.push(each);
    return Promise.resolve({ result: 'filled' });
  };
  beforeEach(() => void (asked = []));

  it('goes to the document named, and to no other', async () => {
    fake.documents.set(3, [document({ documentId: 'a' }), document({ documentId: 'b', frameId: 7, fill })]);
    const address = { tabId: 3, frameId: 7, documentId: 'b' };
    expect(await fillDocument(address, request)).toEqual({ report: { result: 'filled' } });
    expect(asked).toEqual([request]);
    expect(injections()[0]?.target).toEqual({ tabId: 3, documentIds: ['b'] });
  });

  it.each([{ submit: true }, { append: true }])('is preceded by what %o needs', async (wish) => {
    fake.documents.set(3, [document({ documentId: 'a', fill })]);
    await fillDocument({ tabId: 3, frameId: 0, documentId: 'a' }, { ...request, ...wish });
    expect(injections().map(({ target, files }) => [target.documentIds, files])).toEqual([
      [['a'], ['/extras.js']],
      [['a'], undefined],
    ]);
  });

  it('is not handed over where what it needs can’t come in', async () => {
    fake.documents.set(3, [document({ documentId: 'a', fill })]);
    fake.api.scripting.executeScript = () => Promise.reject(new Error('The extensions gallery is closed.'));
    const wish = { ...request, submit: true };
    expect(await fillDocument({ tabId: 3, frameId: 0, documentId: 'a' }, wish)).toBe('gone');
    expect(asked).toEqual([]);
  });

  it('goes to the frame where the browser names no documents', async () => {
    fake.documents.set(3, [document({}), document({ frameId: 7, fill })]);
    expect(await fillDocument({ tabId: 3, frameId: 7, documentId: undefined }, request)).toEqual({
      report: { result: 'filled' },
    });
    expect(injections()[0]?.target).toEqual({ tabId: 3, frameIds: [7] });
  });

  it('carries the code in one argument, and nowhere else', async () => {
    fake.documents.set(3, [document({ documentId: 'a', fill })]);
    await fillDocument({ tabId: 3, frameId: 0, documentId: 'a' }, request);
    const [{ args, ...rest }] = injections() as [Injection];
    expect(args).toEqual(['lockstep.fields', 'fill', request]);
    expect(JSON.stringify(rest)).not.toContain('314159');
    expect(fake.calls.length).toBe(1);
  });

  it.each([
    ['went elsewhere', { tabId: 3, frameId: 0, documentId: 'gone' }],
    ['is in a tab that was closed', { tabId: 4, frameId: 0, documentId: 'a' }],
  ])('is gone where the document %s before', async (_, address) => {
    fake.documents.set(3, [document({ documentId: 'a' })]);
    expect(await fillDocument(address, request)).toBe('gone');
  });

  it('is called cut off, and not undone, where the script ran and gave no answer', async () => {
    fake.documents.set(3, [document({ documentId: 'a', fill: () => null })]);
    expect(await fillDocument({ tabId: 3, frameId: 0, documentId: 'a' }, request)).toBe('left');
  });

  it.each([
    ['No document with id a in tab with id 3.', 'gone'],
    ['No frame with id 7 in tab with id 3.', 'gone'],
    ['No tab with id: 3.', 'gone'],
    ['Cannot access contents of the page.', 'gone'],
    ['Frame with ID 0 was removed.', 'left'],
    ['Something that no browser said before.', 'left'],
  ])('takes “%s” as %s', async (message, cut) => {
    fake.api.scripting.executeScript = () => Promise.reject(new Error(message));
    expect(await fillDocument({ tabId: 3, frameId: 0, documentId: 'a' }, request)).toBe(cut);
  });
});
