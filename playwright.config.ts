import { defineConfig } from '@playwright/test';

// Without this, Playwright drops targets of type "other", and the extension's popup never shows in context.pages().
// It is undocumented, so Playwright is pinned. It must be set before the browser is launched.
process.env['PW_CHROMIUM_ATTACH_TO_OTHER'] = '1';

export default defineConfig({
  testDir: 'test/e2e',
  timeout: 60_000,
  use: { actionTimeout: 10_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: !!process.env['CI'],
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
});
