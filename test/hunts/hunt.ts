/** What every hunt begins with: how long it goes on, its chance, a profile in memory, and the line it ends with. */
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { ask, PASSPHRASE } from '../e2e/actions';
import { launch, type Extension } from '../e2e/extension';

/** `full`, or a share of it such as `20%`; a short pass without it. */
const wanted = process.env['LOCKSTEP_HUNT'] ?? 'short';
export const SEED = Number(process.env['LOCKSTEP_SOAK'] ?? 20_261_120);

export function lengthOf(short: number, full: number): number {
  if (wanted === 'short') return short;
  const share = wanted === 'full' ? 100 : Number(/^(\d+)%$/.exec(wanted)?.[1]);
  if (!(share > 0)) throw new Error(`LOCKSTEP_HUNT is neither full nor a share such as 20%: ${wanted}`);
  return Math.max(short, Math.ceil((full * share) / 100));
}

/** Prints what a hunt came to, which is the point of it. */
export function tell(hunt: string, ...figures: readonly string[]): void {
  console.log(`${hunt}: ${figures.join(', ')}, seed ${SEED}`);
}

interface Fixtures {
  /** Where folders are made. */
  readonly memory: string;
  /** A folder of the hunt's own, in memory where the system has that: it is written over and over. */
  readonly folder: string;
  /** Opens the browser over a profile in it. What still runs is closed at the end. */
  readonly open: (profile: string) => Promise<Extension>;
}

export const test = base.extend<Fixtures>({
  memory: [inMemory() ?? tmpdir(), { option: true }],

  folder: async ({ memory }, use) => {
    const folder = mkdtempSync(path.join(memory, 'lockstep-hunt-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },

  // Browsers are closed before the folder goes.
  open: async ({ folder: _folder }, use) => {
    const opened: Extension[] = [];
    await use(async (profile) => {
      const extension = await launch(profile);
      opened.push(extension);
      return extension;
    });
    for (const extension of opened) await extension.close().catch(() => undefined);
  },
});

export { expect };

function inMemory(): string | undefined {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return undefined;
  }
}

/** A tab of ours, from which the worker is asked. */
export function openView(extension: Extension): Promise<Page> {
  return extension.openView('manager.html');
}

export async function create(view: Page): Promise<void> {
  await ask(view, 'vault/create', { passphrase: PASSPHRASE });
}

export async function unlock(view: Page): Promise<void> {
  await ask(view, 'vault/unlock', { proof: { type: 'passphrase', passphrase: PASSPHRASE } });
}

export interface Health {
  readonly damage: unknown;
  readonly copies: 'both' | 'one';
  readonly mended: number;
}

/** Looks through both copies and mends them. Returns what is wrong still. */
export async function health(view: Page): Promise<Health & { readonly wrong: readonly string[] }> {
  const found = await ask<Health>(view, 'vault/health');
  const wrong = [
    ...(found.damage === null ? [] : ['records are damaged']),
    ...(found.copies === 'both' ? [] : ['one copy only']),
  ];
  return { ...found, wrong };
}
