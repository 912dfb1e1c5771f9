/**
 * What is shipped and what is loaded. "Packed" is what a store gets: a zip, every file deflated at level 9; its size
 * follows from the format (APPNOTE 4.3) without writing one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { BUILD } from '../e2e/extension';
import type { Group } from './group';
import { sized, type Figure } from './report';

const LOCAL_HEADER = 30;
const CENTRAL_HEADER = 46;
const END = 22;

export const sizes: Group = () => {
  const popup = loadedBy('popup.html');
  return Promise.resolve([
    sized('packed extension', packedSize(), { reach: 1500 }),
    ...rawAndGzip(`popup's first load`, popup, {}, `${popup.length} files`),
    ...rawAndGzip('background script', ['background.js']),
    ...rawAndGzip('injected script', ['injected.js'], { reach: 20 }),
    ...rawAndGzip('decoding worker', ['worker.js']),
    ...rawAndGzip("the decoder's machine code", ['zxing_reader.wasm']),
  ]);
};

/** @param more For the compressed figure. */
function rawAndGzip(name: string, files: readonly string[], more = {}, note?: string): readonly Figure[] {
  const contents = files.map(read);
  const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);
  return [
    sized(`${name}, raw`, total(contents.map(({ length }) => length)), note === undefined ? {} : { note }),
    sized(`${name}, gzip`, total(contents.map((bytes) => gzipSync(bytes, { level: 9 }).length)), more),
  ];
}

function packedSize(): number {
  const files = readdirSync(BUILD, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const parts = files.map((entry) => {
    const file = path.relative(BUILD, path.join(entry.parentPath, entry.name));
    const bytes = read(file);
    const packed = Math.min(bytes.length, deflateRawSync(bytes, { level: 9 }).length);
    return LOCAL_HEADER + CENTRAL_HEADER + 2 * Buffer.byteLength(file) + packed;
  });
  return parts.reduce((sum, part) => sum + part, END);
}

/** A page with what it cannot paint without: its scripts with what they import, its styles with their fonts. */
function loadedBy(page: string): readonly string[] {
  const found = new Set([page]);
  for (const file of found) {
    const text = /\.(html|js|css)$/.test(file) ? read(file).toString('utf8') : '';
    for (const name of namedIn(file, text)) found.add(path.posix.join(path.posix.dirname(file), name));
  }
  return [...found];
}

/** As paths from the folder of the file. What is fetched on demand is not among them: links to pages, `import('…')`. */
function namedIn(file: string, text: string): readonly string[] {
  const patterns: Record<string, RegExp> = {
    '.html': /(?:src|href)="([^"]+(?<!\.html))"/g,
    '.js': /(?:from|import)\s*["'](\.[^"']+)["']/g,
    '.css': /url\(["']?([^"')]+)["']?\)/g,
  };
  const pattern = patterns[path.extname(file)];
  const names = pattern ? [...text.matchAll(pattern)].map(([, name]) => name!) : [];
  const folder = path.posix.dirname(`/${file}`);
  return names
    .filter((name) => !name.startsWith('data:'))
    .map((name) => (name.startsWith('/') ? path.posix.relative(folder, name) : name));
}

function read(file: string): Buffer {
  return readFileSync(path.join(BUILD, file));
}
