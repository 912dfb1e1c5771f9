import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** All that `npm start` leaves behind; not in git. */
const STATE = path.join(ROOT, '.lockstep');

export const PLACES = {
  state: STATE,
  profile: path.join(STATE, 'profile'),
  sites: path.join(STATE, 'sites.json'),
  /** A build of its own: `npm test` may empty .output while the browser runs from here. */
  builds: path.join(STATE, 'build'),
  extension: path.join(STATE, 'build/chrome-mv3'),
  screenshots: path.join(STATE, 'journey'),
} as const;
