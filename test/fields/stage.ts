/**
 * A browser with the built extension, which may enter the measured pages without a gesture: a copy of the build whose
 * manifest names this machine, with one more script beside the shipped ones, which are copied byte for byte.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Worker } from '@playwright/test';
import { build } from 'vite';
import { BUILD, launch, type Extension } from '../e2e/extension';

export const HELPER = 'measure-helper.js';

export interface Stage {
  readonly extension: Extension;
  readonly worker: Worker;
}

export async function withStage<T>(act: (stage: Stage) => Promise<T>): Promise<T> {
  if (!existsSync(path.join(BUILD, 'inspector.js')))
    throw new Error(`There is no whole build in ${BUILD}: run \`npm run build\` first.`);
  const folder = mkdtempSync(path.join(tmpdir(), 'lockstep-fields-'));
  try {
    const copy = path.join(folder, 'extension');
    cpSync(BUILD, copy, { recursive: true });
    const manifest = path.join(copy, 'manifest.json');
    const said = JSON.parse(readFileSync(manifest, 'utf8')) as object;
    writeFileSync(manifest, JSON.stringify({ ...said, host_permissions: ['http://localhost/*'] }));
    writeFileSync(path.join(copy, HELPER), await bundle('helper.ts'));
    const extension = await launch(path.join(folder, 'profile'), { folder: copy });
    try {
      return await act({ extension, worker: await extension.worker() });
    } finally {
      await extension.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function bundle(file: string): Promise<string> {
  const entry = path.join(import.meta.dirname, file);
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { lib: { entry, formats: ['iife'], name: 'helper' }, write: false, minify: false },
  });
  const parts = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
  const script = parts.find((part) => part.type === 'chunk');
  if (script === undefined) throw new Error(`${file} was not bundled.`);
  return script.code;
}
