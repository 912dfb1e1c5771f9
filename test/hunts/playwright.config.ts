import { defineConfig } from '@playwright/test';
import shared from '../../playwright.config';

/** At length, hunts run one after the other: each has the machine to itself. */
export default defineConfig({
  ...shared,
  testDir: '.',
  testMatch: '*.hunt.ts',
  timeout: 0,
  workers: process.env['LOCKSTEP_HUNT'] === undefined ? 2 : 1,
  fullyParallel: false,
  reporter: [['list'], ['json', { outputFile: '../../test-results/hunts.json' }]],
  outputDir: '../../test-results/hunts',
});
