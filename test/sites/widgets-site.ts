/** Code fields of real libraries, one page each: `/<family>-<name>` for each folder of widgets/pages. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { widgetsAreBuilt, widgetsOutput } from '../../scripts/support/widgets-folder.mjs';
import { serverOf, type Reply, type Routes } from './shared/http';
import { listen } from './shared/listen';

export interface Widgets {
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

/** What vite tells of each file that it has made. */
const manifest = v.record(
  v.string(),
  v.object({
    file: v.string(),
    name: v.optional(v.string()),
    isEntry: v.optional(v.boolean(), false),
    css: v.optional(v.array(v.string()), []),
    imports: v.optional(v.array(v.string()), []),
  }),
);
type Manifest = v.InferOutput<typeof manifest>;

export async function startWidgets(): Promise<Widgets> {
  const built = readManifest();
  const assets = readdirSync(path.join(widgetsOutput, 'assets')).map((name) => asset(`assets/${name}`));
  const pages = Object.entries(built)
    .filter(([, { isEntry }]) => isEntry)
    .map(([source, { name = '', file }]) => page(name, file, stylesOf(built, source)));
  const routes: Routes = Object.fromEntries([...assets, ...pages]);
  const { port, stop } = await listen(() => serverOf(routes), 0);
  return { origin: `http://widgets.localhost:${port}`, stop };
}

function readManifest(): Manifest {
  if (!widgetsAreBuilt()) {
    throw new Error(
      'The widgets are not built, or not from what lies there: run `node scripts/widgets.mjs`.',
    );
  }
  const text = readFileSync(path.join(widgetsOutput, '.vite/manifest.json'), 'utf8');
  return v.parse(manifest, JSON.parse(text));
}

/** Also of what it imports: common styles are in files of their own. */
function stylesOf(built: Manifest, source: string, seen = new Set<string>()): readonly string[] {
  const entry = built[source];
  if (entry === undefined || seen.has(source)) return [];
  seen.add(source);
  return [...entry.imports.flatMap((each) => stylesOf(built, each, seen)), ...entry.css];
}

type Route = readonly [`GET /${string}`, () => Reply];

function asset(file: string): Route {
  const place = path.join(widgetsOutput, file);
  const type = file.endsWith('.css') ? 'text/css' : file.endsWith('.js') ? 'text/javascript' : '';
  return [
    `GET /${file}`,
    () =>
      type !== '' && existsSync(place)
        ? { status: 200, headers: { 'content-type': `${type}; charset=utf-8` }, body: readFileSync(place) }
        : { status: 404, headers: {} },
  ];
}

function page(name: string, script: string, styles: readonly string[]): Route {
  const links = styles.map((style) => `<link rel="stylesheet" href="/${style}">`).join('');
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Two-factor authentication</title>
<style>body { font: 16px sans-serif; padding: 2rem } output { display: block }</style>${links}
<script type="module" src="/${script}"></script></head><body><main id="app"></main></body></html>`;
  return [
    `GET /${name}`,
    () => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body }),
  ];
}
