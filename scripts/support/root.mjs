import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Where the builds lie, as wxt.config.ts has it. */
export const output = path.resolve(root, process.env['LOCKSTEP_OUT'] ?? '.output');

/**
 * The command line that runs a package's program with this very Node.
 * Faster than npx, and the same on Windows, where npx is a batch file.
 *
 * @param {string} name of the package
 * @param {string} [program] where it differs from the package's name
 * @returns {[string, string]}
 */
export function tool(name, program = name) {
  const folder = path.join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return [process.execPath, path.join(folder, typeof bin === 'string' ? bin : bin[program])];
}
