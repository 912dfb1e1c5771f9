import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { receive, type Handlers } from '../../../lib/messaging/receive';
import { parseEvent } from '../../../lib/messaging/events';
import { everyMessage, names, RANKS, SENDERS } from './every-message';

const rank = fc.constantFrom(...RANKS);
const sender = fc.constantFrom(...SENDERS);
const name = fc.constantFrom(...names);
const json = fc.jsonValue();

/** Messages from entirely wrong to nearly right. */
const message = fc.oneof(
  json,
  fc.record({ name: fc.string(), request: json }),
  fc.record({ name, request: json }),
  name.chain((known) =>
    fc.record({ name: fc.constant(known), request: fc.constant(everyMessage[known].request) }),
  ),
  name.chain((known) =>
    fc.record({
      name: fc.constant(known),
      request: json.map((extra) => ({ ...(everyMessage[known].request as object), extra })),
    }),
  ),
);

describe('any message from anyone at any time', () => {
  it('is answered, never thrown at, and handled only where name, sender, session and request all hold', async () => {
    let handled = 0;
    await fc.assert(
      fc.asyncProperty(message, sender, rank, async (sent, from, able) => {
        const handle = vi.fn(async () => Promise.resolve(null));
        const handlers = Object.fromEntries(names.map((each) => [each, handle])) as unknown as Handlers;
        const outcome = await receive(
          sent,
          { sender: from, origin: 'o' },
          async () => Promise.resolve(able),
          handlers,
        );
        expect(outcome.ok).toBe(handle.mock.calls.length === 1);
        if (!outcome.ok) return;
        handled += 1;
        const { senders, need } = everyMessage[(sent as { name: (typeof names)[number] }).name];
        expect(senders).toContain(from);
        expect(RANKS.indexOf(able)).toBeGreaterThanOrEqual(RANKS.indexOf(need));
      }),
      { numRuns: 2000 },
    );
    expect(handled, 'some of the messages must be right, or this proves nothing').toBeGreaterThan(20);
  });

  it('that is also no event is not taken for one', () => {
    fc.assert(
      fc.property(message, (sent) => {
        expect(parseEvent(sent)).toBeUndefined();
      }),
    );
  });
});
