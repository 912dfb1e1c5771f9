import { codeBoxes } from './boxes.js';
import { ask, el, field, form, show, steps } from './dom.js';
import { showSettings } from './settings.js';

const SIGN_IN = ['Password', 'Code'];
const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;

function showSignIn(notice) {
  const submit = async (data) => {
    const answer = await ask('POST', '/api/sign-in', Object.fromEntries(data));
    if (answer.mfa_required) showSecondStep(answer.ticket);
    else await start();
  };
  show(
    'Sign in',
    steps(SIGN_IN, 0),
    ...(notice ? [el('p', { class: 'error', role: 'alert' }, notice)] : []),
    form(
      submit,
      ...field('name', 'Name', { autocomplete: 'username', required: true, autofocus: true }),
      ...field('password', 'Password', {
        type: 'password',
        autocomplete: 'current-password',
        required: true,
      }),
      el('button', {}, 'Sign in'),
    ),
    el(
      'p',
      { class: 'hint' },
      'This is a demo. Name: ',
      el('code', {}, meta('demo-name')),
      ' Password: ',
      el('code', {}, meta('demo-password')),
    ),
  );
}

/** The ticket lives in this view alone: a reload, or waiting too long, starts again with the password. */
function showSecondStep(ticket) {
  const boxes = codeBoxes('6-digit code from your authenticator app');
  const second = async (proof) => {
    try {
      await ask('POST', '/api/sign-in/second', { ticket, ...proof });
    } catch (error) {
      if (error.code !== 'ticket-expired') throw error;
      showSignIn(error.message);
      return;
    }
    await start();
  };
  const submitCode = () =>
    second({ code: boxes.value() }).catch((error) => {
      boxes.clear();
      throw error;
    });
  show(
    'Two-step sign-in',
    steps(SIGN_IN, 1),
    form(submitCode, boxes.element, el('button', {}, 'Verify')),
    el('h2', {}, 'No access to your app?'),
    form(
      (data) => second({ recovery_code: data.get('recovery-code') }),
      ...field('recovery-code', 'Recovery code', {
        autocomplete: 'off',
        required: true,
        placeholder: 'xxxxx-xxxxx',
      }),
      el('button', { class: 'quiet' }, 'Use recovery code'),
    ),
  );
}

async function start() {
  const status = await ask('GET', '/api/status');
  if (status.signed_in) showSettings(status, start);
  else showSignIn();
}

await start();
