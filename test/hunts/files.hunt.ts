import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from '@playwright/test';
import { addAccounts, ask } from '../e2e/actions';
import { createDice, type Dice } from './dice';
import { DAMAGES, differing, FOLDERS, filesOf, putBack, readEngines, type Engine } from './engine-files';
import { create, expect, health, lengthOf, openView, SEED, tell, test, unlock } from './hunt';
import { newSecret } from './ledger';

const ACCOUNTS = 24;
/** Where Chromium keeps storage buckets. */
const SPARES = 'Default/WebStorage';
/** Both engines write to a log until it holds about four million bytes, and only then to tables. */
const EDITS = 250;

interface Figure {
  readonly tried: number;
  readonly lost: number;
  readonly refused: number;
  readonly whole: number;
}

/** A vault whose engines have tables as well as logs. */
async function fillVault(view: Page, dice: Dice): Promise<void> {
  const scenes = Array.from({ length: ACCOUNTS }, (_, n) => {
    const secret = newSecret(dice);
    return { keyUri: `otpauth://totp/Issuer${n}:name${n}?secret=${secret}&issuer=Issuer${n}` };
  });
  await ask(view, 'ways/refuse-recovery');
  const ids = await addAccounts(view, scenes);
  const label = 'a'.repeat(60);
  const sites = Array.from({ length: 64 }, (_, n) => ({
    host: `s${n}.${label}.${label}.test`,
    subdomains: false,
  }));
  for (let n = 0; n < EDITS; n++) {
    const number = n % ACCOUNTS;
    const request = { accountId: ids[number], issuer: `Issuer${number}`, accountName: `edit${n}`, sites };
    await ask(view, 'accounts/edit', request);
  }
  expect((await health(view)).wrong).toEqual([]);
}

test('files: what damage to the files of one engine takes, the other brings back', async ({
  folder,
  open,
}) => {
  test.setTimeout(0);
  const number = lengthOf(20, 400);
  const dice = createDice(SEED);
  const [profile, template] = [path.join(folder, 'profile'), path.join(folder, 'template')];
  const first = await open(profile);
  const view = await openView(first);
  await create(view);
  await fillVault(view, dice);
  // With all that waits to be written: both copies are alike then.
  await ask(view, 'vault/lock');
  await first.close();
  for (const each of Object.values(FOLDERS)) {
    cpSync(path.join(profile, each), path.join(template, each), { recursive: true });
  }
  const undamaged = await look(profile);

  const kinds = Object.keys(DAMAGES);
  const figures = new Map<string, Figure>();
  const problems: string[] = [];
  for (let n = 0; n < number; n++) {
    const engine: Engine = n % 2 === 0 ? 'first' : 'second';
    const kind = kinds[Math.floor(n / 2) % kinds.length]!;
    putBack(template, profile);
    rmSync(path.join(profile, SPARES), { recursive: true, force: true });
    DAMAGES[kind]!(filesOf(profile, engine), dice);
    const { lost, refused, wrong } = await heal(engine);
    const name = `${kind}, ${engine} engine`;
    problems.push(...wrong.map((each) => `${name}, number ${n}: ${each}`));
    const before = figures.get(name) ?? { tried: 0, lost: 0, refused: 0, whole: 0 };
    figures.set(name, {
      tried: before.tried + 1,
      lost: before.lost + Number(lost),
      refused: before.refused + Number(refused),
      whole: before.whole + Number(wrong.length === 0),
    });
  }
  for (const [name, { tried, lost, refused, whole }] of [...figures].sort()) {
    console.log(
      `  ${name}: ${lost} of ${tried} had lost something, ${whole} whole again, ${refused} refused by the browser`,
    );
  }
  const total = (of: keyof Figure) => [...figures.values()].reduce((sum, each) => sum + each[of], 0);
  const took = total('lost');
  tell(
    'files',
    `${number} damaged`,
    `${took} had lost something`,
    `${total('whole')} whole again`,
    `of these ${total('refused')} in a spare, because the browser refuses the files`,
    '0 accounts lost',
  );
  expect(problems).toEqual([]);
  expect(took, 'damage that took something').toBeGreaterThan(number / 4);

  /** The vault as it is before any damage. */
  async function look(of: string) {
    const extension = await open(of);
    const page = await openView(extension);
    await unlock(page);
    const accounts = await ask<object[]>(page, 'accounts/list');
    await extension.close();
    putBack(template, profile);
    const again = await open(of);
    const engines = await readEngines(await openView(again));
    await again.close();
    expect(accounts).toHaveLength(ACCOUNTS);
    expect(differing(engines.first, engines.second)).toEqual([]);
    return { accounts, engines };
  }

  /** Opens what is there, lets it be mended, and compares. */
  async function heal(engine: Engine): Promise<{ lost: boolean; refused: boolean; wrong: string[] }> {
    const extension = await open(profile);
    const page = await openView(extension);
    const damaged = (await readEngines(page))[engine];
    const lost = differing(undamaged.engines[engine], damaged).length > 0;
    await unlock(page);
    const found = await health(page);
    const accounts = await ask<object[]>(page, 'accounts/list');
    const wrong = isDeepStrictEqual(accounts, undamaged.accounts) ? [] : ['accounts are lost'];
    await ask(page, 'vault/lock'); // Nothing is written any more, so that both are read as of one moment.
    const { first: one, second: other, refused } = await readEngines(page);
    const isRefused = refused.includes(engine);
    wrong.push(...found.wrong);
    const same = differing(one, other).length + differing(other, one).length === 0;
    if (!isRefused && !same) wrong.push('the engines differ');
    await extension.close();
    if (isRefused) wrong.push(...(await standIn(engine)));
    return { lost, refused: isRefused, wrong };
  }

  /** Where the browser gives an engine up, its spare has to hold everything: it is left alone with it. */
  async function standIn(engine: Engine): Promise<string[]> {
    for (const file of filesOf(profile, engine === 'first' ? 'second' : 'first')) rmSync(file);
    const extension = await open(profile);
    const page = await openView(extension);
    await unlock(page);
    const accounts = await ask<object[]>(page, 'accounts/list');
    await extension.close();
    return isDeepStrictEqual(accounts, undamaged.accounts) ? [] : ['the spare lacks accounts'];
  }
});
