/**
 * A large vault, asked by a page of ours. A change is answered when both copies have it, so one figure tells of both.
 * Unlocking includes the derivation of the key, at the cost that group `unlock` measures alone.
 */
import type { Page } from '@playwright/test';
import { KDF_DEFAULT } from '../../lib/crypto/kdf';
import { ask } from '../e2e/actions';
import type { Group } from './group';
import { timed, type Figure } from './report';
import { NOWHERE, sealVault, type Sealed } from './scene';
import { UNLOCK, withStage, type Stage } from './stage';
import { interleave, type Measure } from './stats';
import { timeMessage } from './time-message';

/** What a popup asks codes for before all others. */
const ROWS_IN_VIEW = 12;
/** At 5,000 accounts; smaller vaults are only told. */
const EDIT_REACH_MS = 300;

export const vault: Group = (runs = 10) =>
  withStage({}, async (stage) => {
    const figures: Figure[] = [];
    for (const count of [1000, 5000]) figures.push(...(await atCount(stage, count, runs)));
    return figures;
  });

async function atCount(stage: Stage, count: number, runs: number): Promise<readonly Figure[]> {
  const { desk, extension } = stage;
  const sealed = await sealVault(count, NOWHERE, KDF_DEFAULT);
  await stage.load(sealed);
  const entering = await interleave({ runs, warmUp: 1 }, enteringMeasures(desk, sealed));
  await stage.unlock();
  const edit = createEdit(desk, sealed);
  const open = await interleave(
    { runs, warmUp: 1 },
    {
      'wake, load and list': async () => {
        await extension.stopServiceWorker();
        return timeMessage(desk, 'accounts/list');
      },
      'list again': () => timeMessage(desk, 'accounts/list'),
      'first edit of a worker': edit,
      'next edit': edit,
      'look through both copies': async () => {
        await forgetCheck(desk);
        return timeMessage(desk, 'vault/health');
      },
    },
  );
  return Object.entries({ ...entering, ...open }).map(([name, values]) =>
    timed(
      `${count} accounts, ${name}`,
      values,
      count === 5000 && name === 'next edit' ? { reach: EDIT_REACH_MS } : {},
    ),
  );
}

function enteringMeasures(desk: Page, { accounts }: Sealed): Record<string, Measure> {
  const inView = accounts.slice(0, ROWS_IN_VIEW).map(({ id }) => id);
  return {
    'unlock to codes in view': async () => {
      const unlocked = await timeMessage(desk, 'vault/unlock', UNLOCK);
      const listed = await timeMessage(desk, 'accounts/list');
      const shown = await timeMessage(desk, 'codes/list', { accountIds: inView });
      // Answered, the worker has left a paint for the lock to take away.
      await ask(desk, 'codes/list', { accountIds: [] });
      return unlocked + listed + shown;
    },
    'lock to paint gone': () => desk.evaluate(lockAndWatch),
  };
}

async function lockAndWatch(): Promise<number> {
  const { paint } = await chrome.storage.session.get('paint');
  if (paint === undefined) throw new Error('There is no paint that could go.');
  const startedAt = performance.now();
  const gone = new Promise<number>((resolve) => {
    chrome.storage.session.onChanged.addListener(({ paint }) => {
      if (paint && paint.newValue === undefined) resolve(performance.now() - startedAt);
    });
  });
  await chrome.runtime.sendMessage({ name: 'vault/lock', request: null });
  return gone;
}

function createEdit(desk: Page, { accounts }: Sealed): Measure {
  let edits = 0;
  return () => {
    edits += 1;
    const { id, issuer } = accounts[edits % accounts.length]!;
    const change = { accountId: id, issuer, accountName: `edit ${edits}`, sites: [] };
    return timeMessage(desk, 'accounts/edit', change);
  };
}

/** As if both copies had not been looked through for a long time. */
async function forgetCheck(desk: Page): Promise<void> {
  await desk.evaluate(async () => {
    const { care } = await chrome.storage.session.get<{ care?: object }>('care');
    await chrome.storage.session.set({
      care: { tendedAt: 0, mended: 0, full: false, ...care, checkedAt: 0 },
    });
  });
}
