import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFill, readFrames } from '../../../entrypoints/background/reports';

const frame = {
  origin: 'https://github.com',
  ancestors: [],
  opaque: false,
  field: 'totp',
  score: 60,
  focused: false,
  occupied: false,
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
    { result: 'filled' },
    { result: 'partly', filled: 3, of: 6 },
    { result: 'nothing' },
    { result: 'refused', reason: 'occupied' },
  ])('is read: $result', (report) => {
    expect(readFill(report)).toEqual(report);
  });

  it.each([
    ['unknown', { result: 'submitted' }],
    ['for a reason unknown', { result: 'refused', reason: 'other-site' }],
    ['in absurd numbers', { result: 'partly', filled: -1, of: 1e9 }],
    ['absent', undefined],
  ])('is not, where it is %s', (_, report) => {
    expect(readFill(report)).toBeUndefined();
  });
});
