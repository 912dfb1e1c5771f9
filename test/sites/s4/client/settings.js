import { ask, el, field, form, show, steps } from './dom.js';

const SETUP = ['Add the key and confirm', 'Keep recovery codes'];

/** @param {() => Promise<void>} again Shows what the server says now. */
export function showSettings(status, again) {
  const signOut = async () => {
    await ask('POST', '/api/sign-out');
    await again();
  };
  show(
    'Your tickets',
    el('p', {}, 'Signed in as ', el('strong', {}, status.name), '. Row 4, seats 11 and 12, Saturday.'),
    el('h2', {}, 'Two-step sign-in'),
    el('p', { id: 'two-step-status' }, STATUS_TEXT[status.two_step](status)),
    status.two_step === 'on' ? turnOff(again) : turnOn(status.two_step, again),
    el('button', { class: 'quiet', click: signOut }, 'Sign out'),
  );
}

const STATUS_TEXT = {
  off: () => 'Off.',
  pending: () => 'Off. You began to set it up. Until it is done, your password is enough.',
  on: ({ recovery_left }) => `On. ${recovery_left} recovery codes are left.`,
};

function turnOn(state, again) {
  const begin = async () => showSetup(await ask('POST', `/api/two-step/setup${location.search}`), again);
  return form(
    begin,
    el('button', {}, state === 'pending' ? 'Continue the set-up' : 'Turn on two-step sign-in'),
  );
}

function turnOff(again) {
  const submit = async (data) => {
    await ask('POST', '/api/two-step/disable', Object.fromEntries(data));
    await again();
  };
  return form(
    submit,
    ...field('password', 'Password', { type: 'password', autocomplete: 'current-password', required: true }),
    ...field('code', 'Current 6-digit code', {
      inputmode: 'numeric',
      maxlength: '6',
      autocomplete: 'off',
      required: true,
    }),
    el('button', {}, 'Turn off two-step sign-in'),
  );
}

function showSetup(setup, again) {
  const submit = async (data) => {
    const answer = await ask('POST', '/api/two-step/enable', { code: data.get('totp') });
    showRecoveryCodes(answer.recovery_codes, again);
  };
  const cancel = async () => {
    await ask('POST', '/api/two-step/cancel');
    await again();
  };
  const key = el('p', {}, el('code', { class: 'secret' }, setup.secret));
  show(
    'Turn on two-step sign-in',
    steps(SETUP, 0),
    ...(setup.qr_svg
      ? [
          el('p', {}, 'Scan this QR code with your authenticator app, or type the key below it.'),
          picture(setup.qr_svg),
          key,
        ]
      : [el('p', {}, 'Type this key into your authenticator app. Give it the name Tickets.'), key]),
    form(
      submit,
      ...field('totp', 'Code from your app', {
        inputmode: 'numeric',
        pattern: '[0-9]{6}',
        autocomplete: 'one-time-code',
        placeholder: '000000',
        required: true,
      }),
      el('button', {}, 'Turn on'),
    ),
    el('button', { class: 'quiet', click: cancel }, 'Cancel'),
  );
}

/** The server's own SVG, as part of this document. */
function picture(svg) {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  parsed.setAttribute('role', 'img');
  parsed.setAttribute('aria-label', 'QR code for your authenticator app');
  return el('div', { class: 'enrol' }, document.importNode(parsed, true));
}

function showRecoveryCodes(codes, again) {
  const items = codes.map((code) => el('li', {}, el('code', {}, code)));
  show(
    'Keep your recovery codes',
    steps(SETUP, 1),
    el(
      'p',
      {},
      'Two-step sign-in is on. Each of these codes signs you in once without your app. They are not shown again.',
    ),
    el('ul', { class: 'codes', id: 'recovery-codes' }, ...items),
    el('button', { click: again }, 'I have kept them'),
  );
}
