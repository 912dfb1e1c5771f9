/** The folders that a browser is started with: copies of extensions made ready to be measured, and a profile. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const HERE = import.meta.dirname;

/** A copy whose popup begins with probe/probe.js, where asked for, and whose `manager.html` is blank. */
export function copyExtension(from: string, to: string, { probe }: { readonly probe: boolean }): string {
  cpSync(from, to, { recursive: true });
  cpSync(path.join(HERE, 'empty/manager.html'), path.join(to, 'manager.html'));
  if (!probe) return to;
  cpSync(path.join(HERE, 'probe/probe.js'), path.join(to, 'probe.js'));
  const popup = path.join(to, 'popup.html');
  const page = readFileSync(popup, 'utf8');
  writeFileSync(popup, page.replace('<head>', '<head><script src="/probe.js"></script>'));
  return to;
}

/** Chromium names an extension after its key or, without one, after its folder. */
export function extensionId(folder: string): string {
  const { key } = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as { key?: string };
  const source = key === undefined ? folder : Buffer.from(key, 'base64');
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 32);
  return hash.replace(/./g, (digit) => 'abcdefghijklmnop'.charAt(parseInt(digit, 16)));
}

/** Has the buttons stand on the toolbar: one that is not there comes out first, which takes a fifth of a second. */
export function createProfile(profile: string, pinned: readonly string[]): string {
  mkdirSync(path.join(profile, 'Default'), { recursive: true });
  const preferences = { extensions: { pinned_extensions: pinned } };
  writeFileSync(path.join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  return profile;
}
