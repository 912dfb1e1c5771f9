/** The other direction: what the worker tells every open page of ours, over a Port. Typed and checked like messages. */
import * as v from 'valibot';

export const EVENTS_PORT = 'events';

export const events = {
  /** Forget everything shown. */
  'vault/locked': v.null(),
  /** Unlocked, or accounts were added, changed or removed: ask again. */
  'vault/changed': v.null(),
};

export type EventName = keyof typeof events;

const envelope = v.strictObject({
  name: v.picklist(Object.keys(events) as EventName[]),
  detail: v.unknown(),
});

/** The event's name, or nothing where the message is none of ours. */
export function parseEvent(message: unknown): EventName | undefined {
  const outer = v.safeParse(envelope, message);
  if (!outer.success) return undefined;
  return v.is(events[outer.output.name], outer.output.detail) ? outer.output.name : undefined;
}
