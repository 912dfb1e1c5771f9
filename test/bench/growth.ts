/**
 * What very many edits leave on the disk, and how long each takes. A number of its own: `--runs` says how many edits.
 * Sizes are those of the folders in which Chromium keeps the two copies; a database tidies itself when it is opened.
 */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { ask } from '../e2e/actions';
import type { Group } from './group';
import { sized, timed, type Figure } from './report';
import { CHEAP, NOWHERE, sealVault, type Sealed } from './scene';
import { withTheatre, type Theatre } from './stage';

const ACCOUNTS = 100;
/** Asked for in one go by the page, one after the other. */
const BATCH = 100;

export const growth: Group = (edits = 10_000) =>
  withTheatre({}, async (theatre) => {
    const sealed = await sealVault(ACCOUNTS, NOWHERE, CHEAP);
    const [before, id] = await theatre.enter(async (stage) => {
      await stage.load(sealed);
      await stage.unlock();
      await ask(stage.desk, 'vault/health');
      await ask(stage.desk, 'vault/lock');
      return [sizesOf(theatre, stage.extension.id), stage.extension.id] as const;
    });
    const [taken, after] = await theatre.enter(async (stage) => {
      await stage.unlock();
      const taken: number[] = [];
      for (let done = 0; done < edits; done += BATCH) {
        const count = Math.min(BATCH, edits - done);
        taken.push(...(await editMany(stage.desk, sealed, done, count)));
      }
      await ask(stage.desk, 'vault/lock');
      return [taken, sizesOf(theatre, id)] as const;
    });
    const later = await theatre.enter(async (stage) => {
      await stage.unlock();
      const { copies } = await ask<{ copies: string }>(stage.desk, 'vault/health');
      if (copies !== 'both') throw new Error('The copies differ after so many edits.');
      return sizesOf(theatre, id);
    });
    return figuresOf(edits, taken, [before, after, later]);
  });

type Sizes = Readonly<Record<'first copy' | 'second copy', number>>;

function figuresOf(
  edits: number,
  taken: readonly number[],
  [before, after, later]: readonly [Sizes, Sizes, Sizes],
): readonly Figure[] {
  const names = ['first copy', 'second copy'] as const;
  const half = Math.ceil(taken.length / 2);
  return [
    timed('one edit, first half', taken.slice(0, half)),
    timed('one edit, second half', taken.slice(half)),
    ...names.flatMap((name) => [
      sized(`${name}, before`, before[name], { note: `${ACCOUNTS} accounts` }),
      sized(`${name}, after`, after[name], { note: `${edits} edits` }),
      sized(`${name}, after a restart`, later[name]),
    ]),
  ];
}

function editMany(desk: Page, { accounts }: Sealed, from: number, count: number): Promise<readonly number[]> {
  const changes = Array.from({ length: count }, (_, i) => {
    const { id, issuer } = accounts[(from + i) % accounts.length]!;
    return { accountId: id, issuer, accountName: `edit ${from + i}`, sites: [] };
  });
  return desk.evaluate(async (changes) => {
    const taken: number[] = [];
    for (const request of changes) {
      const startedAt = performance.now();
      const outcome = await chrome.runtime.sendMessage<unknown, { ok: boolean; problem?: string }>({
        name: 'accounts/edit',
        request,
      });
      if (!outcome.ok) throw new Error(`accounts/edit: ${outcome.problem ?? 'no answer'}`);
      taken.push(performance.now() - startedAt);
    }
    return taken;
  }, changes);
}

function sizesOf({ profile }: Theatre, id: string): Sizes {
  const root = path.join(profile, 'Default');
  return {
    'first copy': sizeOf(path.join(root, 'IndexedDB', `chrome-extension_${id}_0.indexeddb.leveldb`)),
    'second copy': sizeOf(path.join(root, 'Local Extension Settings', id)),
  };
}

/** Files may go while they are counted. */
function sizeOf(folder: string): number {
  const files = readdirSync(folder).map((name) =>
    statSync(path.join(folder, name), { throwIfNoEntry: false }),
  );
  return files.reduce((sum, file) => sum + (file?.size ?? 0), 0);
}
