/** What a new worker finds of a vault, in words that can be compared. */
import { isDeepStrictEqual } from 'node:util';
import type { Account } from '../../../lib/vault/accounts/account';
import { KINDS } from '../../../lib/vault/engines/store';
import { readLog } from '../../../lib/vault/log';
import { layoutOf } from '../../../lib/vault/migrate';
import type { OpenVault } from '../../../lib/vault/open-vault';
import { parseHeader, type Header } from '../../../lib/vault/sealed/header';
import { readSettings } from '../../../lib/vault/settings';
import { listSnapshots, readSnapshot } from '../../../lib/vault/snapshots';
import type { Proof } from '../../../lib/vault/ways/proof';
import { closeBrowser, copyOf, startWorker, type Device, type Running } from './faults-device';
import { codeOf } from './victim';

/** All that is sealed, as far as it does not differ from one run to the next. */
async function contentsOf(open: OpenVault, { shelf }: Running) {
  const { ways, pin, ...settings } = await readSettings(open);
  const names = Object.values(ways).map(({ name, createdAt }) => `${name} ${createdAt}`);
  const snapshots = await listSnapshots(open);
  const kept = await Promise.all(snapshots.map(async ({ id }) => readSnapshot(open, shelf.blobs, id)));
  const { epoch } = open.sets.header();
  return {
    accounts: (await open.all()).map(textOf),
    damage: await open.damage(),
    settings: { ...definedIn(settings), pin: pin !== undefined },
    names: names.sort(),
    log: await readLog(open),
    snapshots: kept.map(({ accounts, damaged }, i) => [
      snapshots[i]!.at,
      accounts.map(({ issuer }) => issuer).sort(),
      damaged,
    ]),
    epoch,
  };
}

function definedIn<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

function textOf(account: Account): string {
  return JSON.stringify(account, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  );
}

type Contents = Awaited<ReturnType<typeof contentsOf>>;

export interface Found extends Partial<Omit<Contents, 'names'>> {
  /** `none`, or what unlocking says. */
  readonly opens: string;
  /** Which ways open. */
  readonly ways: readonly boolean[];
  /** Ways that wait to be wrapped anew. */
  readonly waiting: number;
  readonly layout: number | undefined;
  /** What is known of the ways. */
  readonly names: readonly string[];
  readonly remains: number;
  readonly staged: boolean;
  /** Whether anything lies on the device. */
  readonly traces: boolean;
}

export type Facet = keyof Found;

export interface Look {
  readonly lasting: Proof;
  readonly ways: readonly Proof[];
}

/** @returns What is there, and the worker that has opened it. */
export async function find(device: Device, look: Look): Promise<{ found: Found; running: Running }> {
  const ways = await waysThatOpen(device, look.ways);
  const running = startWorker(device);
  const { vault, copies } = running;
  await copies.finishErasing();
  const rest = {
    ways,
    ...headerFacts(device),
    names: [],
    remains: (await copies.remains()).length,
    staged: device.cells.staged !== undefined,
  };
  if ((await vault.state()) === 'none')
    return { found: { opens: 'none', ...rest, traces: hasTraces(device) }, running };
  const read = () => vault.read((open) => contentsOf(open, running));
  // A session that was kept may be of a former epoch: it says so, and opens nothing.
  const kept = await read().catch(() => undefined);
  if (!kept && (await vault.state()) === 'open')
    throw new Error('A session that opens nothing says that it is open.');
  const opens = kept ? 'no problem' : await unlock(device, running, look.lasting);
  const contents = opens === 'no problem' ? (kept ?? (await read())) : {};
  return { found: { opens, ...rest, ...contents, traces: true }, running };
}

export async function unlock(device: Device, { vault }: Running, proof: Proof): Promise<string> {
  device.second.texts.delete('throttle');
  return codeOf(vault.unlock(proof));
}

async function waysThatOpen(device: Device, proofs: readonly Proof[]): Promise<boolean[]> {
  const opens: boolean[] = [];
  for (const proof of proofs) {
    const copy = copyOf(device);
    closeBrowser(copy);
    opens.push((await unlock(copy, startWorker(copy), proof)) === 'no problem');
  }
  return opens;
}

function headerOf(bytes: Uint8Array | undefined): Header | undefined {
  try {
    return bytes && parseHeader(bytes).header;
  } catch {
    return undefined;
  }
}

/** What the newest header says before anything is done with it. */
export function headerFacts({ first, second }: Device): Pick<Found, 'waiting' | 'layout'> {
  const text = second.value('vault/header');
  const other = typeof text === 'string' ? Buffer.from(text, 'base64') : undefined;
  const [newest] = [first.header, other && new Uint8Array(other)]
    .flatMap((bytes) => headerOf(bytes) ?? [])
    .sort((a, b) => b.epoch - a.epoch || b.generation - a.generation);
  const waiting = newest?.slots.filter(({ transfer }) => transfer !== undefined).length ?? 0;
  return { waiting, layout: newest && layoutOf(newest) };
}

function hasTraces({ first, second, cells }: Device): boolean {
  const inFirst = first.header !== undefined || first.records.size > 0 || first.kept.size > 0;
  return inFirst || second.texts.size > 0 || Object.values(cells).some((value) => value !== undefined);
}

/** Old, new, or between the steps of what is no single commit. */
export function stagesOf(
  before: Found,
  after: Found,
  steps: readonly (readonly Facet[])[],
): readonly Found[] {
  const stages = steps.map((_, i) => mixed(before, after, steps.slice(0, i + 1).flat()));
  return [before, ...stages, after];
}

/** The same, with any of these facets as they were before. */
export function laggingBehind(found: Found, before: Found, loose: readonly Facet[]): readonly Found[] {
  return loose.reduce<readonly Found[]>(
    (all, facet) => [...all, ...all.map((each) => mixed(each, before, [facet]))],
    [found],
  );
}

function mixed(base: Found, other: Found, facets: readonly Facet[]): Found {
  return { ...base, ...Object.fromEntries(facets.map((facet) => [facet, other[facet]])) };
}

/** In what it differs from whatever of this it is the most alike: what is there, and what is meant. */
export function differences(found: Found, allowed: readonly Found[]): readonly unknown[] {
  const facets = new Set([found, ...allowed].flatMap((each) => Object.keys(each) as Facet[]));
  const unlike = (each: Found): Facet[] =>
    [...facets].filter((facet) => !isDeepStrictEqual(each[facet], found[facet]));
  const [nearest] = allowed.toSorted((a, b) => unlike(a).length - unlike(b).length);
  return unlike(nearest!).map((facet) => [facet, found[facet], nearest![facet]]);
}

/** Both engines hold the same, byte for byte. */
export async function areAlike({ copies }: Running): Promise<boolean> {
  return isDeepStrictEqual(await copies.read(0, KINDS), await copies.read(1, KINDS));
}
