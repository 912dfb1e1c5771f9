/** The one door into the background: checks the name, the sender, the session, then the request, then answers. */
import * as v from 'valibot';
import { LIMITS } from '../limits';
import { Problem, type ProblemCode } from '../problem';
import {
  contract,
  type Endpoint,
  type MessageName,
  type Need,
  type ReplyOf,
  type RequestOf,
  type Sender,
} from './contract';

export type Outcome =
  { readonly ok: true; readonly reply: unknown } | { readonly ok: false; readonly problem: ProblemCode };

/** One handler per message, so adding a message without handling it does not compile. */
export type Handlers = {
  readonly [Name in MessageName]: (request: RequestOf<Name>, from: From) => Promise<ReplyOf<Name>>;
};

/** Where a message came from, as the browser says; nothing here is taken from the message. */
export interface From {
  readonly sender: Sender;
  readonly origin: string;
  readonly tabId?: number;
  readonly documentId?: string;
}

/** What the session can do now, from least to most; a locked vault is `anyone`. */
const ranks: readonly Need[] = ['anyone', 'viewer', 'owner', 'elevated'];

const envelope = v.strictObject({
  name: v.picklist(Object.keys(contract) as MessageName[]),
  request: v.unknown(),
});

/** @param session What the session can do, asked only for messages that need it: asking may read storage. */
export async function receive(
  message: unknown,
  from: From,
  session: () => Promise<Need>,
  handlers: Handlers,
): Promise<Outcome> {
  try {
    const { name, request } = check(envelope, message);
    const endpoint: Endpoint<unknown, unknown> = contract[name];
    if (!endpoint.senders.includes(from.sender)) throw new Problem('not-allowed');
    if (endpoint.need !== 'anyone' && ranks.indexOf(await session()) < ranks.indexOf(endpoint.need)) {
      throw new Problem(`need-${endpoint.need}`);
    }
    // The cast joins what `Handlers` keeps apart per name; TypeScript can't follow the pairing.
    const handle = handlers[name] as (request: unknown, from: From) => Promise<unknown>;
    if (sizeOf(request) > LIMITS.messageBytes) throw new Problem('bad-message');
    return { ok: true, reply: await handle(check(endpoint.request, request), from) };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: error.code as ProblemCode };
    console.error('unexpected', error instanceof Error ? error.name : typeof error); // Its text may hold input: it stays here.
    return { ok: false, problem: 'unexpected' };
  }
}

function check<T>(schema: v.GenericSchema<unknown, T>, input: unknown): T {
  // One issue is enough: a list of them could be longer than the message.
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (!result.success) throw new Problem('bad-message');
  return result.output;
}

/** Bytes of a message as the browser sends it, which is as JSON. */
function sizeOf(request: unknown): number {
  try {
    return new TextEncoder().encode(JSON.stringify(request)).length;
  } catch {
    throw new Problem('bad-message'); // It did not come through a browser.
  }
}
