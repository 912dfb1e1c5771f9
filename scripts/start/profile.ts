import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { PLACES } from './places';

const manifestSchema = v.object({ key: v.string() });
const preferencesSchema = v.looseObject({
  extensions: v.optional(v.looseObject({ pinned_extensions: v.optional(v.array(v.string())) })),
});

/** The id that the browser derives from the manifest's key: 16 bytes of its hash, written with the letters a to p. */
export function extensionId(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(PLACES.extension, 'manifest.json'), 'utf8'));
  const key = Buffer.from(v.parse(manifestSchema, manifest).key, 'base64');
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 32);
  return hash.replace(/./g, (digit) => 'abcdefghijklmnop'.charAt(parseInt(digit, 16)));
}

/** Puts the extension's button on the toolbar. Only while the browser is closed: it writes this file when it ends. */
export function pin(id: string): void {
  const file = path.join(PLACES.profile, 'Default/Preferences');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
  const preferences = v.parse(preferencesSchema, JSON.parse(text));
  const pinned = preferences.extensions?.pinned_extensions ?? [];
  if (pinned.includes(id)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  const extensions = { ...preferences.extensions, pinned_extensions: [...pinned, id] };
  writeFileSync(file, JSON.stringify({ ...preferences, extensions }));
}
