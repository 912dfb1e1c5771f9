import { html } from '../shared/html';
import { USERS } from '../shared/users';
import { alert, render, SITE, steps } from './parts';

const signInSteps = (current: number) => steps(['Password', 'Code'], current);

export function signIn(error?: string): string {
  return render(
    'Sign in',
    html`${signInSteps(0)}
      <h1>Sign in</h1>
      ${alert(error)}
      <form method="post" action="/sign-in">
        <label for="name">Name</label>
        <input id="name" name="name" type="text" autocomplete="username" required autofocus />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        <button>Sign in</button>
      </form>
      <p class="hint">
        This is a demo. Name: <code>${USERS.s2.name}</code> Password: <code>${USERS.s2.password}</code>
      </p>`,
  );
}

export function code(error?: string): string {
  return render(
    'Enter your code',
    html`${signInSteps(1)}
      <h1>Two-step sign-in</h1>
      <p>Enter the 6-digit code that your authenticator app shows for ${SITE}.</p>
      ${alert(error)}
      <form method="post" action="/sign-in/code">
        <label for="code">Code</label>
        <input
          id="code"
          name="code"
          type="text"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength="7"
          required
          autofocus
        />
        <button>Continue</button>
      </form>
      <p><a href="/sign-in/backup">Use a backup code</a></p>
      <form method="post" action="/sign-out"><button class="quiet">Cancel</button></form>`,
  );
}

export function backup(error?: string): string {
  return render(
    'Use a backup code',
    html`${signInSteps(1)}
      <h1>Use a backup code</h1>
      <p>Each of your backup codes works once.</p>
      ${alert(error)}
      <form method="post" action="/sign-in/backup">
        <label for="backup">Backup code</label>
        <input id="backup" name="backup" type="text" autocomplete="off" required autofocus />
        <button>Continue</button>
      </form>
      <p><a href="/sign-in/code">Use your authenticator app</a></p>`,
  );
}
