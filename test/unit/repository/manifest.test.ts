import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { built, readmeTable } from './files';

const manifestSchema = v.looseObject({
  permissions: v.array(v.string()),
  optional_permissions: v.optional(v.array(v.string()), []),
});

const manifestOf = (browser: 'chrome' | 'firefox') =>
  v.parse(manifestSchema, JSON.parse(built(browser).get('manifest.json') ?? ''));

describe.each(['chrome', 'firefox'] as const)('the manifest built for %s', (browser) => {
  const manifest = manifestOf(browser);

  it.each(['host_permissions', 'optional_host_permissions', 'content_scripts', 'web_accessible_resources'])(
    'has no %s',
    (key) => {
      expect(manifest[key] ?? []).toEqual([]);
    },
  );

  it('asks for at most ten permissions, none of them twice', () => {
    expect(manifest.permissions.length).toBeLessThanOrEqual(10);
    expect(new Set(manifest.permissions).size).toBe(manifest.permissions.length);
  });

  it('asks for nothing that makes the browser warn at install', () => {
    const silent = [
      'storage',
      'unlimitedStorage',
      'activeTab',
      'scripting',
      'contextMenus',
      'alarms',
      'idle',
    ];
    const allowed = [...silent, 'offscreen', 'sidePanel'];
    expect(manifest.permissions.filter((permission) => !allowed.includes(permission))).toEqual([]);
  });

  it('asks for no permission whose reason the README does not give', () => {
    const reasons = readmeTable('Permissions');
    const asked = [...manifest.permissions, ...manifest.optional_permissions];
    expect(asked.filter((permission) => (reasons.get(permission) ?? '').length < 20)).toEqual([]);
  });

  it('lets its pages run nothing but their own code and reach nothing but themselves', () => {
    const { extension_pages: policy } = v.parse(
      v.object({ extension_pages: v.string() }),
      manifest['content_security_policy'],
    );
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/https?:|ws:|'unsafe-inline'|'unsafe-eval'|\*/);
  });
});

describe('the README', () => {
  it('explains no permission that is not asked for', () => {
    const asked = (['chrome', 'firefox'] as const).flatMap((browser) => {
      const manifest = manifestOf(browser);
      return [...manifest.permissions, ...manifest.optional_permissions];
    });
    expect(
      [...readmeTable('Permissions').keys()].filter((permission) => !asked.includes(permission)),
    ).toEqual([]);
  });
});

describe('the manifest built for chrome', () => {
  const manifest = manifestOf('chrome');

  it('fixes the extension id and the oldest browser', () => {
    expect(manifest['key']).toMatch(/^[A-Za-z0-9+/]{300,}={0,2}$/);
    expect(manifest['minimum_chrome_version']).toMatch(/^\d+$/);
  });

  it('lets neither sites nor other extensions talk to it', () => {
    expect(manifest['externally_connectable']).toEqual({ ids: [], matches: [] });
  });
});

describe('the manifest built for firefox', () => {
  it('fixes the extension id, the oldest browser, and that no data are collected', () => {
    expect(manifestOf('firefox')['browser_specific_settings']).toMatchObject({
      gecko: {
        id: expect.stringContaining('@') as string,
        strict_min_version: expect.stringMatching(/^\d+\.\d+$/) as string,
        data_collection_permissions: { required: ['none'] },
      },
    });
  });
});
