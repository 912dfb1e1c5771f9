/**
 * What a vault was told and said it had kept. Changes are made in lanes: a lane has one account and one change under way
 * at a time, so that after a crash each lane is either as last acknowledged, or one change further.
 */
import type { Page } from '@playwright/test';
import { ask } from '../e2e/actions';
import { codeAt } from '../sites/shared/codes';
import type { Dice } from './dice';

export type Act =
  | {
      readonly kind: 'add';
      readonly name: string;
      readonly issuer: string;
      readonly secret: string;
      readonly hotp: boolean;
    }
  | { readonly kind: 'edit'; readonly name: string; readonly issuer: string }
  | { readonly kind: 'next' }
  | { readonly kind: 'delete' };

/** An account as it must be found. */
interface Held {
  readonly name: string;
  readonly secret: string;
  readonly hotp: boolean;
  id: string | undefined;
  issuer: string;
  /** The next code's. */
  counter: number;
  deleted: boolean;
}

export interface Lane {
  readonly number: number;
  held: Held | undefined;
  /** Still to be acknowledged; the first may be under way. */
  planned: Act[];
}

interface Listed {
  readonly id: string;
  readonly issuer: string;
  readonly accountName: string;
}

/** What a lane's first planned change came back with. */
export interface Reply {
  readonly account?: { readonly id: string };
  readonly text?: string;
}

export interface Acknowledged {
  readonly lane: number;
  readonly act: Act;
  readonly reply: Reply | null;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function newSecret(dice: Dice): string {
  return Array.from({ length: 32 }, () => ALPHABET.charAt(dice.below(ALPHABET.length))).join('');
}

/** Deleted accounts are erased for good when there are so many, or the hunt would measure nothing but their weight. */
const TRASH_LIMIT = 60;

export type Ledger = ReturnType<typeof createLedger>;

/** @param others Names of accounts that are none of its business. */
export function createLedger(dice: Dice, others: readonly string[] = []) {
  const lanes: Lane[] = [];
  /** In the trash, as acknowledged. */
  const trashed = new Map<string, Held>();
  let names = 0;
  const history: Acknowledged[] = [];
  const problems: string[] = [];

  const newAdd = (): Act => {
    const name = `account-${names++}`;
    const secret = newSecret(dice);
    return { kind: 'add', name, issuer: `Issuer ${names}`, secret, hotp: dice.below(3) === 0 };
  };

  /** The lane as it is when a change has been made. */
  function apply(lane: Lane, act: Act, reply: Reply | null): void {
    if (act.kind === 'add') {
      const { name, issuer, secret, hotp } = act;
      lane.held = { name, issuer, secret, hotp, id: reply?.account?.id, counter: 0, deleted: false };
      return;
    }
    const held = lane.held!;
    if (act.kind === 'edit') held.issuer = act.issuer;
    if (act.kind === 'next') held.counter += 1;
    if (act.kind === 'delete') {
      trashed.set(held.name, { ...held, deleted: true });
      lane.held = undefined;
    }
  }

  function settleLane(
    lane: Lane,
    list: ReadonlyMap<string, Listed>,
    trash: ReadonlyMap<string, Listed>,
  ): void {
    const [pending] = lane.planned;
    lane.planned = [];
    if (pending?.kind === 'add' && list.has(pending.name))
      apply(lane, pending, { account: list.get(pending.name)! });
    const { held } = lane;
    if (!held) return;
    const found = list.get(held.name);
    if (!found) {
      if (pending?.kind === 'delete' && trash.has(held.name)) apply(lane, pending, null);
      else problems.push(`${held.name} is gone`);
      return;
    }
    if (held.id !== found.id) problems.push(`${held.name} is another`);
    if (held.issuer === found.issuer) return;
    if (pending?.kind === 'edit' && pending.issuer === found.issuer) held.issuer = pending.issuer;
    else problems.push(`${held.name} has lost an edit`);
  }

  /** Each code by counter must be the next one, or the one after where it was asked for and never heard of. */
  async function settleCounter(view: Page, held: Held, mayBeAhead: boolean): Promise<void> {
    const { text } = await ask<{ text: string }>(view, 'codes/next', { accountId: held.id });
    const ahead = [0, ...(mayBeAhead ? [1] : [])].find(
      (more) => codeAt(held.secret, held.counter + more) === text,
    );
    if (ahead === undefined) problems.push(`${held.name} has another counter than ${held.counter}`);
    held.counter += (ahead ?? 0) + 1;
  }

  return {
    lanes,
    problems,
    /** What was acknowledged, in this order. */
    history,
    acknowledged: () => history.length,
    newLane(): Lane {
      const lane: Lane = { number: lanes.length, held: undefined, planned: [] };
      lanes.push(lane);
      return lane;
    },

    /** Plans one more change of a lane, after those that are planned already. */
    plan(lane: Lane, kind?: Act['kind']): void {
      const last = lane.planned.at(-1);
      const exists = last ? last.kind !== 'delete' : lane.held !== undefined;
      const added = lane.planned.findLast((act) => act.kind === 'add');
      const { name, hotp } = added ?? lane.held ?? { name: '', hotp: false };
      const chosen = !exists
        ? 'add'
        : (kind ?? dice.pick<Act['kind']>(['edit', 'edit', 'edit', 'next', 'next', 'delete']));
      if (chosen === 'add') lane.planned.push(newAdd());
      else if (chosen === 'delete') lane.planned.push({ kind: 'delete' });
      else if (chosen === 'next' && hotp) lane.planned.push({ kind: 'next' });
      else lane.planned.push({ kind: 'edit', name, issuer: `Issuer ${names++}` });
    },

    /** The first planned change of this lane was acknowledged. */
    acknowledge(lane: Lane, reply: Reply | null): void {
      const act = lane.planned.shift()!;
      if (act.kind === 'next' && reply?.text !== codeAt(lane.held!.secret, lane.held!.counter)) {
        problems.push(`${lane.held!.name} was given another code than that of ${lane.held!.counter}`);
      }
      apply(lane, act, reply);
      history.push({ lane: lane.number, act, reply });
    },

    /** Compares the vault with what it said. Whatever was under way is known afterwards. */
    async settle(view: Page, counters: 'all' | 'pending' = 'all'): Promise<void> {
      const list = byName(await ask<Listed[]>(view, 'accounts/list'));
      const trash = byName(
        (await ask<{ account: Listed }[]>(view, 'accounts/trash')).map(({ account }) => account),
      );
      const pendingNext = new Set(lanes.filter(({ planned }) => planned[0]?.kind === 'next'));
      for (const lane of lanes) settleLane(lane, list, trash);
      for (const { name } of trashed.values())
        if (!trash.has(name)) problems.push(`${name} is not in the trash`);
      const known = new Set([...lanes.flatMap(({ held }) => held?.name ?? []), ...trashed.keys(), ...others]);
      for (const name of [...list.keys(), ...trash.keys()])
        if (!known.has(name)) problems.push(`${name} is unasked for`);
      for (const lane of lanes) {
        const checked = lane.held?.hotp && (counters === 'all' || pendingNext.has(lane));
        if (checked && list.has(lane.held!.name))
          await settleCounter(view, lane.held!, pendingNext.has(lane));
      }
    },

    /** Needs a session that has just proven itself. */
    async emptyTrash(view: Page): Promise<void> {
      if (trashed.size < TRASH_LIMIT) return;
      const trash = await ask<{ account: Listed }[]>(view, 'accounts/trash');
      await ask(view, 'accounts/erase', { accountIds: trash.map(({ account }) => account.id) });
      trashed.clear();
    },
  };
}

function byName(accounts: readonly Listed[]): Map<string, Listed> {
  return new Map(accounts.map((account) => [account.accountName, account]));
}

/** The message that asks for a change. */
export function messageOf(act: Act, accountId: string | undefined): { name: string; request: object } {
  switch (act.kind) {
    case 'add': {
      const { name, issuer, secret, hotp } = act;
      const type = hotp ? 'hotp' : 'totp';
      const query = `secret=${secret}&issuer=${encodeURIComponent(issuer)}${hotp ? '&counter=0' : ''}`;
      const keyUri = `otpauth://${type}/${encodeURIComponent(issuer)}:${name}?${query}`;
      return { name: 'accounts/add', request: { keyUri, sites: [], recoveryNext: true } };
    }
    case 'edit':
      return {
        name: 'accounts/edit',
        request: { accountId, issuer: act.issuer, accountName: act.name, sites: [] },
      };
    case 'next':
      return { name: 'codes/next', request: { accountId } };
    case 'delete':
      return { name: 'accounts/delete', request: { accountId } };
  }
}
