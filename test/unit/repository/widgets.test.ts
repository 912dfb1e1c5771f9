import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { widgetPages } from '../../../scripts/support/widgets-folder.mjs';
import { read } from './files';

/** What people sign in with: each is filled in test/e2e/widgets.spec.ts. */
const WIDGETS = [
  'angular-ng-otp-input',
  'angular-reactive',
  'plain-alpine',
  'plain-ionic',
  'plain-jquery',
  'plain-knockout',
  'plain-lit',
  'react-antd',
  'react-ark',
  'react-base-ui',
  'react-controlled-single',
  'react-hook-form',
  'react-input-otp',
  'react-mantine',
  'react-mui-one-time-password-input',
  'react-mui-otp-input',
  'react-otp-input',
  'react-primereact',
  'react-radix',
  'svelte-bind',
  'svelte-bits-ui',
  'vue-naive-ui',
  'vue-primevue',
  'vue-reka-ui',
  'vue-vue3-otp-input',
  'vue-vuetify',
];

describe('the widgets that are filled', () => {
  it('include each of the well-known ones', () => {
    expect(Object.keys(widgetPages())).toEqual(expect.arrayContaining(WIDGETS));
  });

  it('come from packages pinned to one version', () => {
    const { devDependencies } = v.parse(
      v.object({ devDependencies: v.record(v.string(), v.string()) }),
      JSON.parse(read('test/sites/widgets/package.json')),
    );
    const others = Object.values(devDependencies).filter(
      (version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(others).toEqual([]);
  });
});
