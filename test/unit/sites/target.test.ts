import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { siteOf, type Here, type Place } from '../../../lib/sites/site';
import { chooseDocument, type ProbedDocument } from '../../../lib/sites/target';

const A = 'https://github.com';
const B = 'https://evil.com';
const sites: readonly Place[] = [{ host: 'github.com', subdomains: false }];
const at = (origin: string): Here => siteOf(origin)!;

const top: ProbedDocument = {
  frameId: 0,
  documentId: 'top',
  origin: A,
  ancestors: [],
  opaque: false,
  field: 'totp',
  score: 5,
  focused: false,
  occupied: false,
  picked: false,
};
const frame: ProbedDocument = { ...top, frameId: 7, documentId: 'frame', ancestors: [A] };
const noField = { field: 'other', score: 0 } as const;
const refused = (reason: string) => ({ kind: 'refused', reason, origin: expect.any(String) as string });
const chosen = (document: ProbedDocument) => ({ kind: 'document', document, here: at(A) });

describe('the document to fill', () => {
  it.each([
    ['is the top one where the field is', [top], chosen(top)],
    ['is a frame of the same origin', [{ ...top, ...noField }, frame], chosen(frame)],
    ['is the one whose field is surest', [top, { ...frame, score: 9 }], chosen({ ...frame, score: 9 })],
    [
      'is the one the user stands in, surer or not',
      [
        { ...top, score: 9 },
        { ...frame, focused: true },
      ],
      chosen({ ...frame, focused: true }),
    ],
    [
      'is there even where browsers name no documents',
      [{ ...top, documentId: undefined }],
      chosen({ ...top, documentId: undefined }),
    ],
    [
      'takes a mailed code’s field only where the user stands in it',
      [{ ...top, field: 'out-of-band', focused: true }],
      chosen({ ...top, field: 'out-of-band', focused: true }),
    ],
    [
      'is the one whose field the user showed, whatever else has the focus',
      [
        { ...top, focused: true, score: 9 },
        { ...frame, ...noField, picked: true },
      ],
      chosen({ ...frame, ...noField, picked: true }),
    ],
    [
      'is not one of another origin, shown there or not',
      [top, { ...frame, origin: B, picked: true }],
      chosen(top),
    ],
    ['is none without a field', [{ ...top, ...noField }], { kind: 'nothing' }],
    ['is none without documents', [], { kind: 'nothing' }],
    ['is none for a mailed code’s field alone', [{ ...top, field: 'out-of-band' }], { kind: 'nothing' }],
    [
      'is none for a recovery code’s field',
      [{ ...top, field: 'recovery', focused: true }],
      { kind: 'nothing' },
    ],
    ['is none for a PIN’s field', [{ ...top, field: 'static-pin', focused: true }], { kind: 'nothing' }],
    [
      'is one without a sign, where the user stands in it',
      [{ ...top, ...noField, focused: true }],
      chosen({ ...top, ...noField, focused: true }),
    ],
    [
      'is a sure one rather than one without a sign that has the focus',
      [{ ...top, ...noField, focused: true }, frame],
      chosen(frame),
    ],
    [
      'is not replaced by an opaque one that comes first',
      [{ ...frame, opaque: true, origin: 'null' }, top],
      chosen(top),
    ],
    [
      'is not replaced by an opaque one that is surer',
      [{ ...frame, opaque: true, origin: 'null', score: 99 }, top],
      chosen(top),
    ],
    [
      'is not replaced by a surer one of another origin',
      [{ ...frame, origin: B, score: 99 }, top],
      chosen(top),
    ],
    ['is refused where what it holds is no code', [{ ...top, occupied: true }], refused('occupied')],
    ['is refused where it is opaque', [{ ...top, opaque: true }], refused('opaque')],
    [
      'is refused in a frame of another origin',
      [
        { ...top, ...noField },
        { ...frame, origin: B },
      ],
      refused('other-frame'),
    ],
    [
      'is refused in a frame of the same site below',
      [
        { ...top, ...noField },
        { ...frame, origin: 'https://login.github.com' },
      ],
      refused('other-frame'),
    ],
    [
      'is refused in a frame over plain http',
      [
        { ...top, ...noField },
        { ...frame, origin: 'http://github.com' },
      ],
      refused('other-frame'),
    ],
    [
      'is refused where its own site lies within another’s (A in B in A)',
      [
        { ...top, ...noField },
        { ...frame, ancestors: [B, A] },
      ],
      refused('other-frame'),
    ],
    ['is refused where another site holds it', [{ ...frame, ancestors: [B] }], refused('other-frame')],
    [
      'is refused where something without an origin holds it',
      [{ ...frame, ancestors: ['null', A] }],
      refused('other-frame'),
    ],
    [
      'is refused where its origin is null and it does not say so',
      [{ ...top, origin: 'null' }],
      refused('other-frame'),
    ],
    [
      'is refused where its origin is no site',
      [{ ...top, origin: 'chrome-extension://x' }],
      refused('other-frame'),
    ],
    [
      'is refused, not replaced, where the focused one is of another origin',
      [top, { ...frame, origin: B, focused: true }],
      refused('other-frame'),
    ],
  ] as const)('%s', (_, documents, expected) => {
    expect(chooseDocument(documents as readonly ProbedDocument[], at(A), sites)).toEqual(expected);
  });

  it.each([
    ['another site', 'https://gitlab.com', 'other-site'],
    ['a look-alike', 'https://github.com.evil.com', 'other-site'],
    ['a host below', 'https://gist.github.com', 'other-site'],
    ['another port', 'https://github.com:8443', 'other-site'],
    ['plain http', 'http://github.com', 'insecure'],
  ])('is refused on %s', (_, origin, reason) => {
    expect(chooseDocument([{ ...top, origin }], at(origin), sites)).toEqual(refused(reason));
  });

  it('is filled over plain http where that never leaves this machine', () => {
    const origin = 'http://s2.localhost:4402';
    const place = { host: 's2.localhost', port: 4402, subdomains: false };
    expect(chooseDocument([{ ...top, origin }], at(origin), [place])).toMatchObject({ kind: 'document' });
  });

  it('is looked for only in the frame that the user pointed at', () => {
    expect(chooseDocument([top, frame], at(A), sites, 7)).toEqual(chosen(frame));
    expect(chooseDocument([{ ...top, score: 99, focused: true }, frame], at(A), sites, 7)).toEqual(
      chosen(frame),
    );
    expect(chooseDocument([top], at(A), sites, 7)).toEqual({ kind: 'nothing' });
  });
});

const origin = fc.constantFrom(A, A, A, A, A, A, B, 'http://github.com', 'https://login.github.com', 'null');
const document = fc.record({
  frameId: fc.constantFrom(0, 7, 9),
  documentId: fc.constantFrom(undefined, 'x'),
  origin,
  ancestors: fc.array(origin, { maxLength: 3 }),
  opaque: fc.boolean(),
  field: fc.constantFrom('totp', 'out-of-band', 'recovery', 'static-pin', 'other'),
  score: fc.integer({ min: 0, max: 9 }),
  focused: fc.boolean(),
  occupied: fc.boolean(),
  picked: fc.boolean(),
});

describe('whatever the documents say', () => {
  it('only one that may be filled is chosen', () => {
    let chosenOnce = 0;
    const topOrigin = fc.constantFrom(A, A, B, 'http://github.com');
    const wanted = fc.constantFrom(undefined, 0, 7);
    fc.assert(
      fc.property(fc.array(document, { maxLength: 4 }), topOrigin, wanted, (documents, origins, frameId) => {
        const choice = chooseDocument(documents, at(origins), sites, frameId);
        if (choice.kind !== 'document') return;
        chosenOnce += 1;
        const { document: best } = choice;
        expect([best.origin, ...best.ancestors].every((each) => each === A)).toBe(true);
        expect(origins).toBe(A);
        expect(best.opaque).toBe(false);
        const stood = best.focused && /^(out-of-band|other)$/.test(best.field);
        expect(best.picked || best.field === 'totp' || stood).toBe(true);
        expect(best.occupied && frameId === undefined).toBe(false);
        expect(frameId ?? best.frameId).toBe(best.frameId);
      }),
      { numRuns: 3000 },
    );
    expect(chosenOnce).toBeGreaterThan(20);
  });
});

describe('every combination of what a single document says', () => {
  const origins = [A, B, 'https://gist.github.com', 'null'] as const;
  const chains = [[], [A], [B], [B, A], [A, B], [A, A], ['null']];
  const kinds = ['totp', 'out-of-band', 'recovery', 'static-pin', 'other'] as const;
  const flags = [true, false];
  const tops = [A, B, 'http://github.com'];
  const every = tops.flatMap((first) =>
    origins.flatMap((own) =>
      chains.flatMap((ancestors) =>
        kinds.flatMap((field) =>
          flags.flatMap((opaque) =>
            flags.map((focused) => ({ first, own, ancestors, field, opaque, focused })),
          ),
        ),
      ),
    ),
  );

  /** The rule, told once more in the order in which a person would want to hear of it. */
  const expectedOf = ({ first, own, ancestors, field, opaque, focused }: (typeof every)[number]): string => {
    if (field !== 'totp' && !(focused && /^(out-of-band|other)$/.test(field))) return 'nothing';
    if (opaque) return 'opaque';
    if (first.startsWith('http:')) return 'insecure';
    if (own === 'null' || own !== first || ancestors.some((each) => each !== first)) return 'other-frame';
    return own === A ? 'document' : 'other-site';
  };

  it('is decided by the rule', () => {
    expect(every.length).toBe(1680);
    for (const each of every) {
      const { first, own, ...said } = each;
      const choice = chooseDocument([{ ...top, ...said, origin: own }], at(first), sites);
      expect(choice.kind === 'refused' ? choice.reason : choice.kind, JSON.stringify(each)).toBe(
        expectedOf(each),
      );
    }
  });
});
