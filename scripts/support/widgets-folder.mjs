/** What lies in test/sites/widgets, and whether it has been built as it lies there now. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';

export const widgetsFolder = path.join(root, 'test/sites/widgets');
export const widgetsOutput = path.resolve(
  root,
  process.env['LOCKSTEP_WIDGETS_OUT'] ?? 'test/sites/widgets/dist',
);

const SOURCES = ['package-lock.json', 'vite.config.js', 'pages', 'shared'];
const MAINS = ['main.jsx', 'main.ts', 'main.js'];
const stampFile = path.join(widgetsOutput, 'stamp');

/** The main file of each page by the page's name; a folder without one is shared by others. */
export function widgetPages() {
  const pages = path.join(widgetsFolder, 'pages');
  return Object.fromEntries(
    readdirSync(pages)
      .sort()
      .map((name) => [name, MAINS.map((main) => path.join(pages, name, main)).find(existsSync)])
      .filter(([, main]) => main !== undefined),
  );
}

export function widgetsAreBuilt() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp();
}

export function writeStamp() {
  writeFileSync(stampFile, stamp());
}

function stamp() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesOf(path.join(widgetsFolder, source)))) {
    hash.update(`${path.relative(widgetsFolder, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesOf(place) {
  if (statSync(place).isFile()) return [place];
  const names = readdirSync(place, { recursive: true }).map((name) => path.join(place, name));
  return names.filter((name) => statSync(name).isFile()).sort();
}
