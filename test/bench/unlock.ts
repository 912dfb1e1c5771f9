/**
 * From the message `vault/unlock` to its reply, beside the bare Argon2id that it contains: the same library and
 * parameters, run in the same service worker, one after the other. The parameters are fixed, so
 * that runs can be compared: those that the product chooses hang on how busy the machine was.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Worker } from '@playwright/test';
import { KDF_DEFAULT, type KdfParams } from '../../lib/crypto/kdf';
import { ask } from '../e2e/actions';
import type { Group } from './group';
import { timed, type Figure } from './report';
import { NOWHERE, PASSPHRASE, sealVault } from './scene';
import { UNLOCK, withStage, type Stage } from './stage';
import { interleave, median } from './stats';
import { timeMessage } from './time-message';

/** Bar at 100 accounts; larger vaults are only told. */
const REACH = 1.1;
const COUNTS = [100, 1000, 5000] as const;

export const unlock: Group = (runs = 15) =>
  withStage({}, async (stage) => {
    const figures: Figure[] = [];
    for (const count of COUNTS) figures.push(...(await atCount(stage, KDF_DEFAULT, count, runs)));
    return figures;
  });

async function atCount(stage: Stage, params: KdfParams, count: number, runs: number): Promise<Figure[]> {
  await stage.load(await sealVault(count, NOWHERE, params));
  const worker = await stage.extension.worker();
  await worker.evaluate(argon2Library());
  const { bare, whole } = await interleave(
    { runs, warmUp: 1 },
    { bare: () => derive(worker, params), whole: () => unlockOnce(stage) },
  );
  const ratio = median(whole) / median(bare);
  const note = `${params.m / 1024} MiB, ${params.t} passes`;
  return [
    timed(`${count} accounts, bare Argon2id`, bare, { note }),
    timed(`${count} accounts, unlock`, whole),
    {
      name: `${count} accounts, unlock over bare`,
      unit: 'x',
      median: ratio,
      p95: ratio,
      runs: 1,
      note: 'medians',
      ...(count === COUNTS[0] ? { reach: REACH } : {}),
    },
  ];
}

async function unlockOnce({ desk }: Stage): Promise<number> {
  const took = await timeMessage(desk, 'vault/unlock', UNLOCK);
  await ask(desk, 'vault/lock');
  return took;
}

function argon2Library(): string {
  const library = createRequire(import.meta.url).resolve('hash-wasm/dist/argon2.umd.min.js');
  return readFileSync(library, 'utf8');
}

interface Library {
  readonly hashwasm: { argon2id(options: object): Promise<Uint8Array> };
}

function derive(worker: Worker, { m, t, p }: KdfParams): Promise<number> {
  const options = { memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: 'binary' };
  return worker.evaluate(
    async ({ password, options }) => {
      const { hashwasm } = globalThis as unknown as Library;
      const startedAt = performance.now();
      await hashwasm.argon2id({ ...options, password, salt: crypto.getRandomValues(new Uint8Array(32)) });
      return performance.now() - startedAt;
    },
    { password: PASSPHRASE, options },
  );
}
