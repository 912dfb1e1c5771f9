/** S2 "Trading desk": whole pages and plain forms, as most sites with two-step sign-in have them. */
import { toBuffer } from 'qrcode';
import { digitRecoveryCode, same } from '../shared/codes';
import {
  dropCookie,
  file,
  redirect,
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
import * as member from './member-pages';
import { SITE } from './parts';
import * as entry from './sign-in-pages';

const COOKIE = 'desk';
const SIGNED_IN_MS = 8 * 3_600_000;
const HALF_WAY_MS = 10 * 60_000;
const user = USERS.s2;

/** `code`: the password was right, the code is still missing. */
type Stage = 'code' | 'in';

export function createDesk({ slot, now }: { readonly slot: Slot; readonly now: () => number }) {
  const sessions = createSessions<Stage>(now);
  const twoStep = createTwoStep({
    slot,
    now,
    issuer: SITE,
    accountName: user.name,
    newRecoveryCodes: () => Array.from({ length: 8 }, digitRecoveryCode),
  });

  const stageOf = (request: Request) => sessions.get(request.cookie(COOKIE));
  /** Lets a handler run only at its stage; all others go to the page of theirs. */
  const at = (stage: Stage, handle: (request: Request) => Reply | Promise<Reply>) => (request: Request) =>
    stageOf(request) === stage
      ? handle(request)
      : redirect(stageOf(request) === 'code' ? '/sign-in/code' : '/');
  /** A new name for the session at each stage: one that leaked before the code is worth nothing after it. */
  const enter = (request: Request, stage: Stage, lifeMs: number) => {
    sessions.end(request.cookie(COOKIE));
    return setCookie(COOKIE, sessions.start(stage, lifeMs));
  };
  const settings = (error?: string) =>
    member.settings({ status: twoStep.status(), left: twoStep.recoveryLeft(), error });

  const signInRoutes: Routes = {
    'GET /'(request) {
      const stage = stageOf(request);
      if (stage === 'code') return redirect('/sign-in/code');
      return show(stage === 'in' ? member.desk() : entry.signIn());
    },
    'POST /sign-in'(request) {
      const [name, password] = [request.body.get('name') ?? '', request.body.get('password') ?? ''];
      const right = [same(name, user.name), same(password, user.password)].every(Boolean);
      if (!right) return show(entry.signIn('That name and password do not fit together.'), 401);
      return twoStep.status() === 'on'
        ? redirect('/sign-in/code', enter(request, 'code', HALF_WAY_MS))
        : redirect('/', enter(request, 'in', SIGNED_IN_MS));
    },
    'GET /sign-in/code': at('code', () => show(entry.code())),
    'POST /sign-in/code': at('code', (request) => {
      const refusal = twoStep.check(request.body.get('code') ?? '');
      if (refusal !== undefined) return refuse(refusal, entry.code);
      return redirect('/', enter(request, 'in', SIGNED_IN_MS));
    }),
    'GET /sign-in/backup': at('code', () => show(entry.backup())),
    'POST /sign-in/backup': at('code', (request) => {
      const refusal = twoStep.checkRecovery(request.body.get('backup') ?? '');
      if (refusal !== undefined) return refuse(refusal, entry.backup);
      return redirect('/', enter(request, 'in', SIGNED_IN_MS));
    }),
    'POST /sign-out'(request) {
      sessions.end(request.cookie(COOKIE));
      return redirect('/', dropCookie(COOKIE));
    },
  };

  const settingsRoutes: Routes = {
    'GET /settings': at('in', () => show(settings())),
    'POST /settings/two-step/setup': at('in', () => {
      const begun = twoStep.begin();
      return typeof begun === 'string' ? refuse(begun, settings) : redirect('/settings/two-step');
    }),
    'GET /settings/two-step': at('in', () => {
      const setup = twoStep.pending();
      return setup === undefined ? redirect('/settings') : show(member.setup(setup.secret));
    }),
    'GET /settings/two-step/qr.png': at('in', async () => {
      const setup = twoStep.pending();
      if (setup === undefined) return redirect('/settings');
      const body = await toBuffer(setup.keyUri, { width: 232, margin: 4 });
      return { status: 200, headers: { 'content-type': 'image/png' }, body };
    }),
    'POST /settings/two-step/verify': at('in', (request) => {
      const codes = twoStep.enable(request.body.get('verification') ?? '');
      if (typeof codes !== 'string') return show(member.backupCodes(codes));
      const setup = twoStep.pending();
      return refuse(codes, (error) =>
        setup === undefined ? settings(error) : member.setup(setup.secret, error),
      );
    }),
    'POST /settings/two-step/cancel': at('in', () => {
      twoStep.cancel();
      return redirect('/settings');
    }),
    'POST /settings/two-step/disable': at('in', (request) => {
      const right = same(request.body.get('password') ?? '', user.password);
      if (!right) return show(settings('That password is not right. Two-step sign-in is still on.'), 401);
      twoStep.disable();
      return redirect('/settings');
    }),
  };

  return {
    routes: { ...signInRoutes, ...settingsRoutes, 'GET /site.css': file('shared/site.css', 'text/css') },
    forget() {
      sessions.clear();
      twoStep.forgive();
    },
  };
}

function refuse(refusal: Refusal, view: (error: string) => string): Reply {
  const { status, text } = REFUSALS[refusal];
  return show(view(text), status);
}
