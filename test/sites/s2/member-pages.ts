import { html, type Html } from '../shared/html';
import { USERS } from '../shared/users';
import { alert, render, steps } from './parts';

const setupSteps = (current: number) => steps(['Scan and confirm', 'Keep backup codes'], current);

const POSITIONS = [
  ['Barley, December', 120, '+1.4 %'],
  ['Copper, March', 35, '−0.6 %'],
  ['Wool, June', 60, '+0.2 %'],
] as const;

export function desk(): string {
  const rows = POSITIONS.map(
    ([name, lots, change]) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td>${lots}</td>
        <td>${change}</td>
      </tr>`,
  );
  return render(
    'Positions',
    html`<h1>Positions</h1>
      <p>Signed in as <strong>${USERS.s2.name}</strong>.</p>
      <table>
        <thead>
          <tr>
            <th scope="col">Contract</th>
            <th scope="col">Lots</th>
            <th scope="col">Today</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
      <p><a href="/settings">Settings</a></p>
      <form method="post" action="/sign-out"><button class="quiet">Sign out</button></form>`,
  );
}

interface Settings {
  readonly status: 'off' | 'pending' | 'on';
  readonly left: number;
  readonly error?: string | undefined;
}

export function settings({ status, left, error }: Settings): string {
  return render(
    'Settings',
    html`<h1>Settings</h1>
      <h2>Two-step sign-in</h2>
      ${alert(error)}${status === 'on' ? turnOff(left) : turnOn(status === 'pending')}
      <p><a href="/">Positions</a></p>`,
  );
}

function turnOn(begun: boolean): Html {
  return html`<p>
      <strong>Off.</strong>
      ${begun ? 'You began to set it up. Until it is done, your password is enough.' : ''}
    </p>
    <form method="post" action="/settings/two-step/setup">
      <button>${begun ? 'Continue the set-up' : 'Set up two-step sign-in'}</button>
    </form>`;
}

function turnOff(left: number): Html {
  return html`<p><strong>On.</strong> ${left} backup codes are left.</p>
    <form method="post" action="/settings/two-step/disable">
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required />
      <button>Turn off two-step sign-in</button>
    </form>`;
}

/** The field says little about itself here, as in many enrolment pages: no one-time-code, no inputmode. */
export function setup(secret: string, error?: string): string {
  return render(
    'Set up two-step sign-in',
    html`${setupSteps(0)}
      <h1>Set up two-step sign-in</h1>
      <p>Scan this QR code with your authenticator app.</p>
      <div class="enrol">
        <img
          src="/settings/two-step/qr.png"
          width="232"
          height="232"
          alt="QR code for your authenticator app"
        />
        <div>
          <p>You cannot scan it? Type this key instead:</p>
          <p><code class="secret" id="manual-secret">${secret}</code></p>
        </div>
      </div>
      ${alert(error)}
      <form method="post" action="/settings/two-step/verify">
        <label for="verification">Then enter the 6-digit code the app shows</label>
        <input id="verification" name="verification" type="text" maxlength="7" autocomplete="off" required />
        <button>Verify and turn on</button>
      </form>
      <form method="post" action="/settings/two-step/cancel"><button class="quiet">Cancel</button></form>`,
  );
}

export function backupCodes(codes: readonly string[]): string {
  return render(
    'Keep your backup codes',
    html`${setupSteps(1)}
      <h1>Two-step sign-in is on</h1>
      <p>
        Keep these backup codes. Each one signs you in once when you do not have your app. They are not shown
        again.
      </p>
      <ul class="codes" id="backup-codes">
        ${codes.map((text) => html`<li><code>${text}</code></li>`)}
      </ul>
      <p><a href="/settings">I have kept them</a></p>`,
  );
}
