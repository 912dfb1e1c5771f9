import { describe, expect, it } from 'vitest';
import { events, parseEvent } from '../../../lib/messaging/events';

describe('an event', () => {
  it('is one of these', () => {
    expect(Object.keys(events)).toEqual(['vault/locked', 'vault/changed']);
  });

  it.each(['vault/locked', 'vault/changed'])('is read as itself: %s', (name) => {
    expect(parseEvent({ name, detail: null })).toBe(name);
  });

  it.each([
    ['with a detail it has not', { name: 'vault/locked', detail: 'x' }],
    ['without its detail', { name: 'vault/locked' }],
    ['with more than a detail', { name: 'vault/locked', detail: null, extra: 1 }],
    ['of another name', { name: 'vault/opened', detail: null }],
    ['named like a part of every object', { name: 'toString', detail: null }],
    ['named like a prototype', { name: '__proto__', detail: null }],
    ['that is a message', { name: 'vault/lock', request: null }],
    ['that is a text', 'vault/locked'],
    ['that is nothing', undefined],
    ['that is null', null],
  ])('is none of ours %s', (_, message) => {
    expect(parseEvent(message)).toBeUndefined();
  });
});
