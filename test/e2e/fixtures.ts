/**
 * What end-to-end tests begin with. Every test is guarded: guard.ts says what fails it besides its own expectations.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect } from '@playwright/test';
import { startSites, type Sites } from '../sites/server';
import { launch, type Extension, type Options } from './extension';
import { createGuard, type Guard } from './guard';

interface Choices {
  /** Where profiles are made. */
  readonly profiles: string;
  /** Problems that are the point of a test; each must come. `guard.expectProblem` adds one in its course. */
  readonly expectedProblems: readonly RegExp[];
  /** 0 for any free one. */
  readonly sitePorts: { readonly s2: number; readonly s4: number };
}

interface Fixtures {
  /** A profile folder of the test's own, gone afterwards. */
  readonly profile: string;
  readonly guard: Guard;
  /** Launches with `profile`, as often as a test needs; what still runs is closed at its end. */
  readonly start: (options?: Options) => Promise<Extension>;
  readonly extension: Extension;
  readonly sites: Sites;
}

export const test = base.extend<Choices & Fixtures>({
  profiles: [tmpdir(), { option: true }],
  expectedProblems: [[], { option: true }],
  sitePorts: [{ s2: 0, s4: 0 }, { option: true }],

  profile: async ({ profiles }, use) => {
    const folder = mkdtempSync(path.join(profiles, 'lockstep-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },

  guard: [
    async ({ expectedProblems }, use) => {
      const guard = createGuard();
      for (const pattern of expectedProblems) guard.expectProblem(pattern);
      await use(guard);
      expect(guard.verdict(), 'what the guard saw').toEqual([]);
    },
    { auto: true },
  ],

  start: async ({ profile, guard }, use) => {
    const started: Extension[] = [];
    await use(async (options) => {
      const extension = await launch(profile, { guard, ...options });
      started.push(extension);
      return extension;
    });
    for (const extension of started) await extension.close();
  },

  extension: async ({ start }, use) => {
    await use(await start());
  },

  sites: async ({ sitePorts }, use) => {
    const sites = await startSites({ ports: sitePorts });
    await use(sites);
    await sites.stop();
  },
});

export { expect };
