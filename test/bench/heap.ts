/** What the worker holds in memory: a fresh one of a locked vault, and after it was unlocked and has shown everything. */
import type { CDPSession } from '@playwright/test';
import { ask } from '../e2e/actions';
import type { Group } from './group';
import { gathered, type Figure } from './report';
import { CHEAP, NOWHERE, sealVault } from './scene';
import { withStage, type Stage } from './stage';
import { attachToWorker } from './worker-session';

export const heap: Group = (runs = 3) =>
  withStage({}, async (stage) => {
    const figures: Figure[] = [];
    for (const count of [1000, 5000]) figures.push(...(await atCount(stage, count, runs)));
    return figures;
  });

async function atCount(stage: Stage, count: number, runs: number): Promise<readonly Figure[]> {
  const { desk, extension, root } = stage;
  await stage.load(await sealVault(count, NOWHERE, CHEAP));
  // The first unlock does what falls due once: it is not what every day is like.
  await stage.unlock();
  await ask(desk, 'vault/health');
  const locked: number[] = [];
  const open: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    await ask(desk, 'vault/lock');
    await extension.stopServiceWorker();
    await ask(desk, 'vault/status');
    const worker = await attachToWorker(root, extension.id);
    locked.push(await usedHeap(worker));
    await stage.unlock();
    await ask(desk, 'accounts/list');
    await ask(desk, 'codes/list', { accountIds: [] });
    open.push(await usedHeap(worker));
    await worker.detach();
  }
  return [
    gathered(`${count} accounts, locked`, locked),
    gathered(`${count} accounts, unlocked and listed`, open),
  ];
}

async function usedHeap(worker: Pick<CDPSession, 'send'>): Promise<number> {
  await worker.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await worker.send('Runtime.getHeapUsage');
  // Bytes in arrays lie outside of what is called used.
  return usedSize + backingStorageSize;
}
