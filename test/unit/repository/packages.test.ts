import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { read, readmeTable } from './files';

const versions = v.record(v.string(), v.string());
const manifest = v.parse(
  v.object({ dependencies: versions, devDependencies: versions, overrides: versions, scripts: versions }),
  JSON.parse(read('package.json')),
);
const lockfileOf = (file: string) =>
  v.parse(
    v.object({
      packages: v.record(
        v.string(),
        v.looseObject({
          license: v.optional(v.string()),
          dev: v.optional(v.boolean()),
          resolved: v.optional(v.string()),
        }),
      ),
    }),
    JSON.parse(read(file)),
  );
const lockfile = lockfileOf('package-lock.json');

const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  '(MIT OR CC0-1.0)',
  'OFL-1.1',
];
/** Its conditions end at its own files, which are shipped unchanged. */
const BY_FILE = { 'webextension-polyfill': 'MPL-2.0' };

describe('every package', () => {
  it('is pinned to one version', () => {
    const all = [manifest.dependencies, manifest.devDependencies, manifest.overrides].flatMap(Object.entries);
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
  });

  it('that may reach the bundle has a licence that lets anyone use it', () => {
    const shipped = Object.entries(lockfile.packages).filter(([place, entry]) => place !== '' && !entry.dev);
    expect(shipped.length).toBeGreaterThanOrEqual(Object.keys(manifest.dependencies).length);
    const others = shipped
      .filter(([, entry]) => !PERMISSIVE.includes(entry.license ?? ''))
      .filter(([, entry]) => entry['devOptional'] !== true)
      .map(([place, entry]) => [place.replace(/.*node_modules\//, ''), entry.license]);
    expect(Object.fromEntries(others)).toEqual(BY_FILE);
  });
});

describe('the README', () => {
  it('gives a reason for exactly the packages that are shipped', () => {
    const reasons = readmeTable('Packages');
    expect([...reasons.keys()].sort()).toEqual(Object.keys(manifest.dependencies).sort());
    expect([...reasons].filter(([, reason]) => reason.length < 20)).toEqual([]);
  });

  it('names only commands that exist', () => {
    const named = [...read('README.md').matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(named));
  });
});

describe.each(['package-lock.json', 'test/sites/widgets/package-lock.json'])('the lockfile %s', (file) => {
  const { packages } = lockfileOf(file);

  it('names no registry, so that each installs from their own', () => {
    const resolved = Object.values(packages).filter((entry) => entry.resolved !== undefined);
    expect(resolved).toEqual([]);
    expect(read(file)).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });

  it('holds each package that another may ask for, on whatever machine', () => {
    const places = Object.keys(packages);
    const wanted = Object.values(packages).flatMap((entry) =>
      Object.keys(v.parse(v.optional(v.record(v.string(), v.string()), {}), entry['optionalDependencies'])),
    );
    const missing = wanted.filter((name) => !places.some((place) => place.endsWith(`node_modules/${name}`)));
    expect(missing).toEqual([]);
  });
});
