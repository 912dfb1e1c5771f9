import { describe, expect, it } from 'vitest';
import { arrange } from '../../../../components/state/arrange';
import { account } from '../accounts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((issuer) => account({ issuer })) as [
  ReturnType<typeof account>,
  ReturnType<typeof account>,
  ReturnType<typeof account>,
  ReturnType<typeof account>,
];
const all = [a, b, c, d];

describe('the accounts of a popup', () => {
  it('stay as they are where none belongs to the site', () => {
    expect(arrange(all, { first: [], likely: [] })).toEqual({ first: [], rest: all });
  });

  it('stand above in the order of the site, and once only', () => {
    expect(arrange(all, { first: [c.id, a.id], likely: [a.id] })).toEqual({ first: [c, a], rest: [b, d] });
  });

  it('that may belong to the site come before the rest', () => {
    expect(arrange(all, { first: [], likely: [d.id] })).toEqual({ first: [], rest: [d, a, b, c] });
  });

  it('that are no longer there are passed over', () => {
    expect(arrange(all, { first: ['gone'], likely: ['gone too'] })).toEqual({ first: [], rest: all });
  });
});
