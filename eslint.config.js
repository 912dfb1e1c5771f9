import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

// What each area of lib/ may import besides itself. Everything not listed is an error.
const layers = {
  encoding: [],
  otp: ['encoding'],
  crypto: ['encoding'],
  qr: [],
  vault: ['otp', 'crypto', 'encoding'],
  sites: ['vault'],
  fields: [],
  messaging: [],
  platform: ['messaging', 'qr', 'encoding'],
};

// What the parts outside lib/ may import from it. background/ is not listed: it may import everything.
const users = {
  components: ['otp', 'qr', 'messaging', 'platform'],
  'entrypoints/popup': ['otp', 'qr', 'messaging', 'platform'],
  'entrypoints/manager': ['otp', 'qr', 'messaging', 'platform'],
  'entrypoints/recovery-page': ['vault', 'otp', 'crypto', 'encoding', 'messaging', 'platform'],
  'entrypoints/injected': ['fields', 'messaging'],
  'entrypoints/inspector': ['fields', 'messaging'],
  'entrypoints/extras': ['fields'],
  'entrypoints/worker': ['qr', 'vault', 'otp', 'crypto', 'encoding'],
  'entrypoints/worker-plain': ['qr'],
};

const zone = (target, allowed) => ({
  target: `./${target}`,
  from: './lib',
  except: [
    './problem.ts',
    './limits.ts',
    './lifetime.ts',
    './in-turn.ts',
    ...allowed.map((area) => `./${area}`),
  ],
  message: `${target} may import only ${['problem', 'limits', 'lifetime', 'in-turn', ...allowed].join(', ')} from lib/.`,
});

const entrypoints = [
  'background',
  'popup',
  'manager',
  'recovery-page',
  'injected',
  'inspector',
  'extras',
  'worker',
  'worker-plain',
];

const zones = [
  ...Object.entries(layers).map(([area, allowed]) => zone(`lib/${area}`, [area, ...allowed])),
  ...Object.entries(users).map(([target, allowed]) => zone(target, allowed)),
  {
    target: './lib',
    from: './components',
    message: 'lib/ is plain TypeScript: it never imports components.',
  },
  {
    target: ['./lib', './components'],
    from: './entrypoints',
    message: 'Entry points only wire; nothing imports them.',
  },
  ...entrypoints.map((name) => ({
    target: `./entrypoints/${name}`,
    from: './entrypoints',
    except: [`./${name}`],
    message: 'No entry point imports another: share through lib/ or components/.',
  })),
];

const size = (lines, perFunction) => ({
  'max-lines': ['error', { max: lines, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: perFunction, skipBlankLines: true, skipComments: true }],
});

export default ts.config(
  { ignores: ['.output/', '.wxt/', '.lockstep/', '**/node_modules/', 'test-results/', 'playwright-report/'] },
  // Pages of a package of its own: what Svelte's rules need to know of its components is not installed here.
  { ignores: ['test/sites/widgets/dist/', 'test/sites/widgets/**/*.svelte'] },
  { files: ['**/*.jsx'], languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [...ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
    },
  },
  ...svelte.configs['flat/recommended'],
  ...svelte.configs['flat/prettier'],
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': 'error',
      // $props() is taken apart with `let` as soon as one of its names is bindable.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all', excludedRunes: ['$props', '$derived'] }],
      // What comes from another component has no type here; svelte-check, which has it, checks these.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
    },
  },
  {
    plugins: { 'import-x': importX },
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.svelte', '.js', '.json'] } } },
    rules: {
      'no-undef': 'off', // TypeScript does this, with knowledge of types.
      'import-x/no-restricted-paths': ['error', { zones }],
      ...size(300, 50),
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'webextension-polyfill', message: 'The browser is reached through lib/platform alone.' },
            { name: 'wxt/browser', message: 'The browser is reached through lib/platform alone.' },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name='defineContentScript']",
          message: 'It tells the site our extension id: use defineUnlistedScript.',
        },
        {
          selector:
            "CallExpression[callee.property.name='clear'][callee.object.property.name=/^(local|sync)$/]",
          message: 'Never clear() a storage area: a crash before the next write loses everything.',
        },
      ],
    },
  },
  {
    files: ['lib/**/*.ts'],
    ignores: ['lib/platform/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        'browser',
        'chrome',
        'localStorage',
        'sessionStorage',
        'indexedDB',
        'fetch',
      ],
      'no-restricted-imports': ['error', { paths: ['#imports', 'wxt/browser', 'webextension-polyfill'] }],
    },
  },
  { files: ['lib/platform/**'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['test/**', 'scripts/**'],
    // A spec is one long story; its steps are named, not cut into functions.
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Playwright reads from this pattern which fixtures one needs; `{}` says none.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
    },
  },
  { files: ['**/*.js', '**/*.jsx', '**/*.mjs'], extends: [ts.configs.disableTypeChecked] },
);
