import type { Sites } from '../../test/sites/server';
import { USERS } from '../../test/sites/shared/users';

/** What to try, in the order of the main job. */
export function guide(sites: Pick<Sites, 's2' | 's4'>, again: boolean): string {
  const { s2, s4 } = USERS;
  return `
Lockstep is in the toolbar; the demo site is in the tab.${again ? ' All is as you left it (--fresh starts anew).' : ''}

  1. Click the Lockstep button, "Create your vault", and create it.
  2. At the demo site sign in as ${s2.name}, password ${s2.password}.
  3. Open "Settings" there, then "Set up two-step sign-in": a QR code appears.
  4. Click the Lockstep button, "+", "Scan this tab", and save the account.
  5. "Fill code" fills the first one: confirm it at the site.
  6. Sign out and sign in again. One click on "Fill code" fills the code.
     (The site takes each code once: right after step 5, wait for the next.)

  Trading desk  ${sites.s2}   ${s2.name} / ${s2.password}
  Tickets       ${sites.s4}   ${s4.name} / ${s4.password}

Ctrl-C ends the browser and the demo sites.`;
}
