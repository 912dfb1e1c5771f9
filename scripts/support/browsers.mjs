/** Which Chromium to drive: the one that CHROMIUM_PATH names, else the first found in the usual places. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
  'brave',
];
const macApps = ['Chromium', 'Google Chrome', 'Microsoft Edge', 'Brave Browser'];
const windowsPrograms = [
  'Chromium/Application/chrome.exe',
  'Google/Chrome/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
  'BraveSoftware/Brave-Browser/Application/brave.exe',
];

export const NO_BROWSER =
  'No Chromium found: install Chromium, Chrome, Edge or Brave (on Debian: apt-get install chromium), or set CHROMIUM_PATH to its program.';

/** @returns {string | undefined} */
export function findBrowser(env = process.env, platform = process.platform, exists = existsSync) {
  if (env['CHROMIUM_PATH']) return exists(env['CHROMIUM_PATH']) ? env['CHROMIUM_PATH'] : undefined;
  return places(env, platform).find((place) => exists(place));
}

function places(env, platform) {
  if (platform === 'darwin') {
    return macApps.flatMap((app) =>
      ['/Applications', path.posix.join(env['HOME'] ?? homedir(), 'Applications')].map((folder) =>
        path.posix.join(folder, `${app}.app/Contents/MacOS/${app}`),
      ),
    );
  }
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter(Boolean);
    return windowsPrograms.flatMap((program) => folders.map((folder) => path.win32.join(folder, program)));
  }
  const folders = [
    ...(env['PATH'] ?? '').split(':').filter(Boolean),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
  ];
  return commands.flatMap((command) => folders.map((folder) => path.posix.join(folder, command)));
}
