import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Rune classes are compiled, and Svelte's build for browsers is the one that reacts.
  plugins: [svelte({ configFile: false })],
  resolve: { conditions: ['browser'] },
  test: {
    include: ['test/unit/**/*.test.ts'],
    setupFiles: ['test/unit/lengths.ts'],
    testTimeout: 20_000,
  },
});
