import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defineConfig } from 'wxt';
import { joinWords } from './scripts/support/words.mjs';

const require = createRequire(import.meta.url);

/** The public half of the extension's key: it fixes the extension id, to which passkeys are bound. */
const PUBLIC_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAz9TW/mI8jdGQaMCFeSs38LwPHICnjerKwuzvENnr8kwncHvLsKLwr2dvi1KhdGqLqgJ8JQ43ixzth4mBPbH+6ay7BLS6buUPvsEdBiSgTr+vdH3duOAyRt4kgqy5rsbfptRZUnljKYdNHHMZZLB7+rR774UFr8DOhO1JateVj1b2/PpC/MmKK6IchuuyASzUOgbyD96pY2hby+pV3Xvq4k26c/fLfA3BU+BGB10SqCaGNuSeHtTcr8vx5Y7O6srEg92ZWnKrJte0JtJLZ1vr+h2Vs3wZCjlDaB2XxaODU1Y6+iuR003CxxCzVmfCUWrMgRlC56du9jCoFgMXlITdwQIDAQAB';

/** threats.md, policy 7. The development server needs its own origin and a socket to it. */
const contentSecurityPolicy = (dev: boolean): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval'${dev ? ' http://localhost:*' : ''}`,
    `style-src 'self'${dev ? " 'unsafe-inline'" : ''}`,
    "font-src 'self'",
    "img-src 'self' data: blob:",
    'media-src blob:',
    `connect-src 'self'${dev ? ' http://localhost:* ws://localhost:*' : ''}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    ...(dev
      ? []
      : ["require-trusted-types-for 'script'", 'trusted-types svelte-trusted-html lockstep-worker']),
  ].join('; ');

const POPUP = /\/entrypoints\/popup\/main\.ts$/;
type InfoOf = (id: string) => { readonly importers: readonly string[] } | null;

/** Whether the popup needs this module before it can paint: all of these make one file, because each file costs a trip. */
function isFirst(id: string, infoOf: InfoOf, seen = new Set<string>()): boolean {
  if (id.includes('virtual:wxt-html-plugins')) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return (infoOf(id)?.importers ?? []).some((from) => POPUP.test(from) || isFirst(from, infoOf, seen));
}

/** The decoder's machine code is shipped beside the scripts and must belong to the glue code that calls it. */
function zxingWasm(): string {
  const file = require.resolve('zxing-wasm/reader/zxing_reader.wasm');
  const glue = readFileSync(require.resolve('zxing-wasm/reader'), 'utf8');
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (!glue.includes(hash))
    throw new Error('zxing_reader.wasm does not match its glue code: reinstall zxing-wasm.');
  return file;
}

export default defineConfig({
  imports: false,
  modules: ['@wxt-dev/module-svelte'],
  // Svelte's default template strategy assigns innerHTML, which addon linters rightly distrust.
  svelte: { vite: { compilerOptions: { fragments: 'tree' } } },
  manifestVersion: 3,
  // Tests and benchmarks that need a build of their own say where it goes.
  outDir: process.env['LOCKSTEP_OUT'] ?? '.output',
  webExt: { disabled: true },
  hooks: {
    'build:publicAssets': (_wxt, files) => {
      files.push({ absoluteSrc: zxingWasm(), relativeDest: 'zxing_reader.wasm' });
    },
  },
  vite: () => ({
    build: {
      target: 'chrome127',
      modulePreload: { polyfill: false },
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              {
                name: (id, build) => (isFirst(id, (each) => build.getModuleInfo(each)) ? 'first' : null),
              },
            ],
          },
        },
      },
    },
    plugins: [
      {
        name: 'join-words',
        enforce: 'pre',
        transform: (code, id) => (/\/fields\/words\/\w+\.json$/.test(id) ? joinWords(code) : undefined),
      },
      {
        // zxing-wasm would fetch its machine code from a public server when not told where it is.
        // It is always told; the address goes, so that no build of ours can ever name a remote place.
        name: 'no-remote-wasm',
        transform: (code, id) =>
          id.includes('zxing-wasm') ? code.replace(/https:\/\/[\w.]*jsdelivr\.net[^`"']*/g, '') : undefined,
      },
    ],
  }),
  manifest: ({ browser, mode }) => ({
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    permissions: ['storage', 'unlimitedStorage', 'activeTab', 'scripting', 'contextMenus', 'alarms', 'idle'],
    incognito: 'spanning',
    content_security_policy: { extension_pages: contentSecurityPolicy(mode === 'development') },
    commands: {
      _execute_action: { suggested_key: { default: 'Alt+Shift+O' }, description: '__MSG_command_open__' },
      fill: { suggested_key: { default: 'Alt+Shift+L' }, description: '__MSG_command_fill__' },
      lock: { description: '__MSG_command_lock__' },
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'lockstep@lockstep.invalid',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['none'] },
            },
            gecko_android: { strict_min_version: '142.0' },
          },
        }
      : {
          key: PUBLIC_KEY,
          minimum_chrome_version: '127',
          externally_connectable: { ids: [], matches: [] },
        }),
  }),
});
