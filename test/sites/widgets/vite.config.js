/** Builds each `pages/<family>-<name>/main.*` on its own, into dist/, for test/sites/widgets-site.ts to serve. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { widgetPages, widgetsOutput, writeStamp } from '../../../scripts/support/widgets-folder.mjs';

const only = new RegExp(process.env['LOCKSTEP_WIDGETS_ONLY'] ?? '.');
const input = Object.fromEntries(Object.entries(widgetPages()).filter(([name]) => only.test(name)));

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  publicDir: false,
  plugins: [vue(), svelte({ configFile: false }), { name: 'stamp', writeBundle: writeStamp }],
  oxc: { jsx: { runtime: 'automatic' } },
  define: {
    __VUE_OPTIONS_API__: true,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
  },
  build: {
    outDir: widgetsOutput,
    emptyOutDir: true,
    // What the libraries do must be readable where a test fails.
    minify: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 10_000,
    target: 'es2023',
    manifest: true,
    rolldownOptions: {
      input,
      checks: { moduleLevelDirective: false }, // "use client": there is no server here.
      output: { entryFileNames: 'assets/[name].js', assetFileNames: 'assets/[name]-[hash][extname]' },
    },
  },
});
