/**
 * How long the injected script holds a page up, and how long a fill takes from the message to its outcome. The script
 * is run in the page itself, whose clock is at hand, rather than in an isolated world; its work is the same. A first
 * look includes reading the script and laying the page out; a later one begins with a layout that is out of date.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { ask } from '../e2e/actions';
import { BUILD } from '../e2e/extension';
import { startHostile } from '../sites/hostile';
import type { Group } from './group';
import { timed, type Figure } from './report';
import { CHEAP, sealVault } from './scene';
import { withStage, type Stage } from './stage';
import { interleave } from './stats';

const PAGES = { '5,000 elements': '/elements', '3,000 inputs': '/many-inputs' } as const;

export const fields: Group = async (runs = 12) => {
  const site = await startHostile();
  try {
    return await withStage({ attach: true }, async (stage) => [
      ...(await looks(stage, site.origin, runs)),
      ...(await fills(stage, site.origin, runs)),
    ]);
  } finally {
    await site.stop();
  }
};

async function looks({ extension }: Stage, origin: string, runs: number): Promise<readonly Figure[]> {
  const script = readFileSync(path.join(BUILD, 'injected.js'), 'utf8');
  const figures: Figure[] = [];
  const page = await extension.openTab(`${origin}/`);
  for (const [what, address] of Object.entries(PAGES)) {
    const first = async (): Promise<number> => {
      await page.goto(`${origin}${address}`);
      return page.evaluate(firstLook, script);
    };
    const taken = await interleave(
      { runs },
      { 'first look': first, 'next look': () => page.evaluate(nextLook) },
    );
    figures.push(...Object.entries(taken).map(([name, values]) => timed(`${what}, ${name}`, values)));
  }
  await page.close();
  return figures;
}

interface Injected {
  readonly [name: symbol]: { look(): { readonly field: string } };
}

function firstLook(script: string): number {
  const startedAt = performance.now();
  const { field } = (0, eval)(script) as { field: string };
  const took = performance.now() - startedAt;
  if (field !== 'totp') throw new Error('The code field was not found.');
  return took;
}

function nextLook(): number {
  const fields = (globalThis as unknown as Injected)[Symbol.for('lockstep.fields')]!;
  document.body.style.paddingTop = `${Math.random()}px`;
  const startedAt = performance.now();
  const { field } = fields.look();
  const took = performance.now() - startedAt;
  if (field !== 'totp') throw new Error('The code field was not found.');
  return took;
}

async function fills(stage: Stage, origin: string, runs: number): Promise<readonly Figure[]> {
  const { extension, desk } = stage;
  const { hostname: host, port } = new URL(origin);
  const sealed = await sealVault(100, { host, port: Number(port) }, CHEAP);
  await stage.load(sealed);
  await stage.unlock();
  await ask(desk, 'codes/list', { accountIds: [] });
  const page = await extension.openTab(`${origin}${PAGES['5,000 elements']}`);
  const popup = await extension.openPopup(page);
  const { id } = sealed.accounts[0]!;
  const { fill } = await interleave({ runs }, { fill: () => fillOnce(popup, page, id) });
  return [timed('5,000 elements, a whole fill', fill, { note: 'message to outcome' })];
}

async function fillOnce(popup: Page, page: Page, accountId: string): Promise<number> {
  await page.evaluate(() => (document.querySelector<HTMLInputElement>('#code')!.value = ''));
  const { took, outcome } = await popup.evaluate(async (accountId) => {
    const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
    const request = { accountId, tabId: tab!.id, bind: null };
    const startedAt = performance.now();
    const outcome = await chrome.runtime.sendMessage<unknown, { reply?: { result: string } }>({
      name: 'fill/start',
      request,
    });
    return { took: performance.now() - startedAt, outcome };
  }, accountId);
  const typed = await page.evaluate(() => document.querySelector<HTMLInputElement>('#code')!.value);
  if (outcome.reply?.result !== 'filled' || !/^\d{6}$/.test(typed))
    throw new Error('The code was not filled in.');
  return took;
}
