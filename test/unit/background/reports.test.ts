import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExplanations, readFill, readFrames, readPick } from '../../../entrypoints/background/reports';

const frame = {
  origin: 'https://github.com',
  ancestors: [],
  opaque: false,
  field: 'totp',
  score: 60,
  focused: false,
  occupied: false,
  picked: false,
  enrolment: false,
};
const answer = (result: unknown) => ({ frameId: 3, documentId: 'a', result });

describe('what a document says of itself', () => {
  it('is taken with the frame that the browser names, and nothing that it adds', () => {
    expect(readFrames([answer({ ...frame, frameId: 0, documentId: 'forged', cells: 6 })])).toEqual([
      { ...frame, frameId: 3, documentId: 'a' },
    ]);
  });

  it.each([
    ['no origin', { ...frame, origin: undefined }],
    ['an origin beyond all measure', { ...frame, origin: 'x'.repeat(100_000) }],
    ['ancestors that are no list', { ...frame, ancestors: 'https://github.com' }],
    ['a thousand ancestors', { ...frame, ancestors: Array.from({ length: 1000 }, () => 'https://a.test') }],
    ['a field of no known kind', { ...frame, field: 'password' }],
    ['an endless score', { ...frame, score: Infinity }],
    ['flags that are texts', { ...frame, opaque: 'false' }],
    ['nothing', null],
    ['a text', 'totp'],
  ])('is not heard with %s', (_, result) => {
    expect(readFrames([answer(result), answer(frame)])).toHaveLength(1);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (result) => Array.isArray(readFrames([answer(result)]))));
  });
});

describe('what became of a fill', () => {
  it.each([
    { result: 'filled', sent: 'page' },
    { result: 'partly', filled: 3, of: 6, wrong: [0, 4, 5] },
    { result: 'nothing' },
    { result: 'refused', reason: 'occupied' },
    { result: 'refused', reason: 'short' },
    { result: 'refused', reason: 'no-password' },
  ])('is read: $result', (report) => {
    expect(readFill(report)).toEqual(report);
  });

  it.each([
    ['unknown', { result: 'submitted' }],
    ['for a reason unknown', { result: 'refused', reason: 'other-site' }],
    ['in absurd numbers', { result: 'partly', filled: -1, of: 1e9, wrong: [] }],
    ['sent by nobody known', { result: 'filled', sent: 'them' }],
    ['absent', undefined],
  ])('is not, where it is %s', (_, report) => {
    expect(readFill(report)).toBeUndefined();
  });
});

describe('what the user showed', () => {
  const locator = { traits: ['id=otp', 'type=text'], cells: 6 };
  it.each([[{ result: 'picked', locator }], [{ result: 'cancelled' }], [{ result: 'waiting' }]])(
    'is read: %j',
    (report) => {
      expect(readPick(report)).toEqual(report);
    },
  );

  it.each([
    ['without traits', { result: 'picked', locator: { traits: [], cells: 1 } }],
    [
      'with a trait beyond all measure',
      { result: 'picked', locator: { traits: ['x'.repeat(201)], cells: 1 } },
    ],
    ['with a thousand traits', { result: 'picked', locator: { traits: Array(1000).fill('a'), cells: 1 } }],
    ['in no cell', { result: 'picked', locator: { ...locator, cells: 0 } }],
    ['absent', undefined],
  ])('is not, where it is %s', (_, report) => {
    expect(readPick(report)).toBeUndefined();
  });

  it('is kept without what else the page adds', () => {
    const report = { result: 'picked', locator: { ...locator, value: '123456' } };
    expect(readPick(report)).toEqual({ result: 'picked', locator });
  });
});

describe('why fields were judged as they were', () => {
  const field = {
    name: 'Code',
    state: 'chosen',
    field: 'totp',
    score: 80,
    cells: 1,
    focused: false,
    occupied: false,
    reasons: ['code-token', 'not: shop', 'class: out-of-band'],
  };
  const explanation = {
    origin: 'https://github.com',
    ancestors: ['https://github.com'],
    opaque: false,
    fields: [field],
    outline: 'form',
  };

  it('is taken with the frame that the browser names, and nothing that it adds', () => {
    const told = { ...explanation, fields: [{ ...field, value: '123456', steps: [] }], frameId: 9 };
    expect(readExplanations([answer(told)])).toEqual([{ ...explanation, frameId: 3, documentId: 'a' }]);
  });

  it.each([
    ['a name beyond all measure', { ...explanation, fields: [{ ...field, name: 'x'.repeat(101) }] }],
    ['a state unknown', { ...explanation, fields: [{ ...field, state: 'filled' }] }],
    ['a reason in words of its own', { ...explanation, fields: [{ ...field, reasons: ['Hello, Jane'] }] }],
    ['no ancestors', { ...explanation, ancestors: undefined }],
    ['a thousand ancestors', { ...explanation, ancestors: Array(1000).fill('https://a.test') }],
    ['an endless outline', { ...explanation, outline: 'x'.repeat(40_001) }],
    ['fields without end', { ...explanation, fields: Array(101).fill(field) }],
    ['nothing', null],
  ])('is not heard with %s', (_, told) => {
    expect(readExplanations([answer(told)])).toEqual([]);
  });
});
