/** S4 "Tickets": one page and a script that talks JSON; sign-in hands out a ticket for its second step. */
import { toString as qrSvg } from 'qrcode';
import { inFours, letterRecoveryCode, same } from '../shared/codes';
import { html, page } from '../shared/html';
import {
  dropCookie,
  file,
  json,
  setCookie,
  show,
  type Reply,
  type Request,
  type Routes,
} from '../shared/http';
import { createSessions } from '../shared/sessions';
import type { Slot } from '../shared/state';
import { createTwoStep, REFUSALS, type Refusal } from '../shared/two-step';
import { USERS } from '../shared/users';

const SITE = 'Tickets';
const COOKIE = 'tickets';
const SIGNED_IN_MS = 8 * 3_600_000;
const TICKET_MS = 2 * 60_000;
const user = USERS.s4;

const problem = (error: string, message: string, status: number) => json({ error, message }, status);
const refuse = (refusal: Refusal) => problem(refusal, REFUSALS[refusal].text, REFUSALS[refusal].status);

export function createTickets({ slot, now }: { readonly slot: Slot; readonly now: () => number }) {
  const sessions = createSessions<'in'>(now);
  const tickets = createSessions<'ticket'>(now);
  const twoStep = createTwoStep({
    slot,
    now,
    issuer: SITE,
    accountName: user.name,
    newRecoveryCodes: () => Array.from({ length: 10 }, letterRecoveryCode),
  });

  const signedIn = (request: Request) => sessions.get(request.cookie(COOKIE)) !== undefined;
  const inside = (handle: (request: Request) => Reply | Promise<Reply>) => (request: Request) =>
    signedIn(request) ? handle(request) : problem('signed-out', 'You are signed out. Sign in again.', 401);
  const enter = () =>
    json({ mfa_required: false }, 200, setCookie(COOKIE, sessions.start('in', SIGNED_IN_MS)));

  const signInRoutes: Routes = {
    'POST /api/sign-in'({ body }) {
      const [name, password] = [body.get('name') ?? '', body.get('password') ?? ''];
      const right = [same(name, user.name), same(password, user.password)].every(Boolean);
      if (!right) return problem('wrong-password', 'That name and password do not fit together.', 401);
      if (twoStep.status() !== 'on') return enter();
      const ticket = tickets.start('ticket', TICKET_MS);
      return json({ mfa_required: true, ticket, expires_in: TICKET_MS / 1000 });
    },
    'POST /api/sign-in/second'({ body }) {
      const ticket = body.get('ticket') ?? undefined;
      // Asked before the code is looked at: an expired ticket must not use the code up.
      if (tickets.get(ticket) === undefined) {
        return problem('ticket-expired', 'That took too long. Sign in again.', 410);
      }
      const recovery = body.get('recovery_code');
      const refusal =
        recovery === null ? twoStep.check(body.get('code') ?? '') : twoStep.checkRecovery(recovery);
      if (refusal !== undefined) return refuse(refusal);
      tickets.end(ticket);
      return enter();
    },
    'POST /api/sign-out'(request) {
      sessions.end(request.cookie(COOKIE));
      return json({}, 200, dropCookie(COOKIE));
    },
  };

  const twoStepRoutes: Routes = {
    'GET /api/status': (request) =>
      json(
        signedIn(request)
          ? {
              signed_in: true,
              name: user.name,
              two_step: twoStep.status(),
              recovery_left: twoStep.recoveryLeft(),
            }
          : { signed_in: false },
      ),
    'POST /api/two-step/setup': inside(async ({ query }) => {
      const setup = twoStep.begin();
      if (typeof setup === 'string') return refuse(setup);
      const secret = inFours(setup.secret);
      if (query.get('qr') === 'none') return json({ secret });
      return json({ secret, key_uri: setup.keyUri, qr_svg: await qrSvg(setup.keyUri, { type: 'svg' }) });
    }),
    'POST /api/two-step/cancel': inside(() => {
      twoStep.cancel();
      return json({});
    }),
    'POST /api/two-step/enable': inside(({ body }) => {
      const codes = twoStep.enable(body.get('code') ?? '');
      return typeof codes === 'string' ? refuse(codes) : json({ recovery_codes: codes });
    }),
    'POST /api/two-step/disable': inside(({ body }) => {
      const right = same(body.get('password') ?? '', user.password);
      // Before the code is looked at: a typing error in the password must not use the code up.
      if (!right)
        return problem('wrong-password', 'That password is not right. Two-step sign-in is still on.', 401);
      const refusal = twoStep.check(body.get('code') ?? '');
      if (refusal !== undefined) return refuse(refusal);
      twoStep.disable();
      return json({});
    }),
  };

  return {
    routes: { ...signInRoutes, ...twoStepRoutes, ...pageRoutes() },
    forget() {
      sessions.clear();
      tickets.clear();
      twoStep.forgive();
    },
  };
}

function pageRoutes(): Routes {
  const body = html`<div id="view"></div>
    <noscript><p>This demo is a single-page app: it needs JavaScript.</p></noscript>`;
  const head = html`<meta name="demo-name" content="${user.name}" />
    <meta name="demo-password" content="${user.password}" />
    <script type="module" src="/main.js"></script>`;
  return {
    'GET /': () => show(page({ site: SITE, title: 'Sign in', body, head })),
    'GET /site.css': file('shared/site.css', 'text/css'),
    'GET /main.js': file('s4/client/main.js', 'text/javascript'),
    'GET /dom.js': file('s4/client/dom.js', 'text/javascript'),
    'GET /boxes.js': file('s4/client/boxes.js', 'text/javascript'),
    'GET /settings.js': file('s4/client/settings.js', 'text/javascript'),
  };
}
