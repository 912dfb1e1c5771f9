import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSites, type Sites } from '../../sites/server';
import { USERS } from '../../sites/shared/users';
import { codeOf, createClock, wrongCode } from './clock';
import { textInPng } from './png';
import { visit, type Visitor } from './visitor';

const STEP_MS = 30_000;
const WRONG = 'That code is not right. Codes change every 30 seconds.';
let clock: ReturnType<typeof createClock>;
let sites: Sites;
let visitor: Visitor;

beforeEach(async () => {
  clock = createClock();
  sites = await startSites({ ports: { s2: 0, s4: 0 }, now: clock.now });
  visitor = visit(sites.s2);
});
afterEach(() => sites.stop());

const signIn = (by = visitor) => by.submit('/sign-in', USERS.s2);

/** Signs in, begins, and reads the Key URI out of the picture. */
async function begin(): Promise<string> {
  await signIn();
  await visitor.submit('/settings/two-step/setup');
  return textInPng(await visitor.bytes('/settings/two-step/qr.png'));
}

/** Until it is on; a step later, so that the next code is a new one. */
async function enrol() {
  const keyUri = await begin();
  const { text } = await visitor.submit('/settings/two-step/verify', {
    verification: codeOf(keyUri, clock.now()),
  });
  await visitor.submit('/sign-out');
  clock.pass(STEP_MS);
  return {
    keyUri,
    backupCodes: Array.from(text.matchAll(/<code>(\d{4} \d{4})<\/code>/g), ([, code]) => code!),
  };
}

describe('the trading desk', () => {
  it('says its demo name and password where one signs in', async () => {
    const { text } = await visitor.get('/');
    expect(text).toContain(USERS.s2.name);
    expect(text).toContain(USERS.s2.password);
  });

  it.each([
    ['a wrong password', { ...USERS.s2, password: 'guess' }],
    ['a wrong name', { ...USERS.s2, name: 'eve' }],
    ['nothing', undefined],
  ])('lets nobody in with %s', async (_what, fields) => {
    expect((await visitor.submit('/sign-in', fields)).status).toBe(401);
    expect((await visitor.get('/settings')).location).toBe('/');
  });

  it('keeps its session from scripts and from other sites', async () => {
    expect((await signIn()).setCookie).toMatch(/^desk=[\w-]{32}; HttpOnly; SameSite=Lax; Path=\/$/);
  });

  it('shows the same secret as QR code and as text', async () => {
    const keyUri = await begin();
    const { text } = await visitor.get('/settings/two-step');
    const [, secret] = /id="manual-secret">([A-Z2-7]{32})</.exec(text)!;
    expect(keyUri).toBe(
      `otpauth://totp/Trading%20desk:dana%40desk.example?secret=${secret}&issuer=Trading%20desk`,
    );
  });

  it('keeps the secret through a reload and a second begin, and drops it on cancel', async () => {
    const first = await begin();
    expect(await begin()).toBe(first);
    await visitor.submit('/settings/two-step/cancel');
    expect((await visitor.get('/settings/two-step')).location).toBe('/settings');
    expect(await begin()).not.toBe(first);
  });

  it('asks for nothing but the password while set-up is not finished', async () => {
    const keyUri = await begin();
    await visitor.submit('/settings/two-step/verify', { verification: wrongCode(keyUri, clock.now()) });
    expect((await signIn(visit(sites.s2))).location).toBe('/');
  });

  it('stays off after a wrong first code, says so, and takes the right one then', async () => {
    const keyUri = await begin();
    const wrong = await visitor.submit('/settings/two-step/verify', {
      verification: wrongCode(keyUri, clock.now()),
    });
    expect([wrong.status, wrong.text.includes(WRONG)]).toEqual([401, true]);
    const right = await visitor.submit('/settings/two-step/verify', {
      verification: codeOf(keyUri, clock.now()),
    });
    expect([right.status, right.text.includes('Two-step sign-in is on')]).toEqual([200, true]);
  });

  it('shows eight backup codes once', async () => {
    const { backupCodes } = await enrol();
    expect(new Set(backupCodes).size).toBe(8);
    await visitor.submit('/sign-in', USERS.s2);
    await visitor.submit('/sign-in/backup', { backup: backupCodes[0]! });
    expect((await visitor.get('/settings')).text).not.toContain(backupCodes[1]);
  });

  it('signs in with password, then code, and not before', async () => {
    const { keyUri } = await enrol();
    expect((await signIn()).location).toBe('/sign-in/code');
    expect((await visitor.get('/settings')).location).toBe('/sign-in/code');
    const { text } = await visitor.get('/sign-in/code');
    expect(text).toMatch(/name="code"[^>]*inputmode="numeric"[^>]*autocomplete="one-time-code"/);
    const spaced = codeOf(keyUri, clock.now()).replace(/^.../, '$& ');
    expect((await visitor.submit('/sign-in/code', { code: spaced })).location).toBe('/');
    expect((await visitor.get('/')).text).toContain('Positions');
  });

  it('gives the session another name after the code', async () => {
    const { keyUri } = await enrol();
    const before = await signIn();
    const after = await visitor.submit('/sign-in/code', { code: codeOf(keyUri, clock.now()) });
    const old = visit(sites.s2, { cookie: before.setCookie!.split(';')[0]! });
    expect(after.setCookie).not.toBe(before.setCookie);
    expect((await old.get('/sign-in/code')).location).toBe('/');
  });

  it('knows no session by its name once it was signed out of', async () => {
    const cookie = (await signIn()).setCookie!.split(';')[0]!;
    await visitor.submit('/sign-out');
    expect((await visit(sites.s2, { cookie }).get('/settings')).location).toBe('/');
  });

  it.each([
    [-2, 401],
    [-1, 303],
    [0, 303],
    [1, 303],
    [2, 401],
  ])('answers the code of %i steps from now with %i', async (off, status) => {
    const { keyUri } = await enrol();
    clock.pass(5 * STEP_MS);
    await signIn();
    const { status: answered } = await visitor.submit('/sign-in/code', {
      code: codeOf(keyUri, clock.now() + off * STEP_MS),
    });
    expect(answered).toBe(status);
  });

  it('accepts a code once, and after it none of an earlier step', async () => {
    const { keyUri } = await enrol();
    const used = codeOf(keyUri, clock.now());
    await signIn();
    await visitor.submit('/sign-in/code', { code: used });
    const other = visit(sites.s2);
    await signIn(other);
    for (const code of [used, codeOf(keyUri, clock.now() - STEP_MS)]) {
      const again = await other.submit('/sign-in/code', { code });
      expect([again.status, again.text.includes('already used')]).toEqual([401, true]);
    }
    const next = codeOf(keyUri, clock.now() + STEP_MS);
    expect((await other.submit('/sign-in/code', { code: next })).location).toBe('/');
  });

  it('does not take for sign-in the code that confirmed the set-up', async () => {
    const { keyUri } = await enrol();
    await signIn();
    const { text } = await visitor.submit('/sign-in/code', { code: codeOf(keyUri, clock.now() - STEP_MS) });
    expect(text).toContain('already used');
  });

  it('takes no sixth guess within a minute, not even the right one', async () => {
    const { keyUri } = await enrol();
    await signIn();
    const wrong = { code: wrongCode(keyUri, clock.now()) };
    for (let guess = 0; guess < 5; guess++)
      expect((await visitor.submit('/sign-in/code', wrong)).status).toBe(401);
    const sixth = await visitor.submit('/sign-in/code', { code: codeOf(keyUri, clock.now()) });
    expect([sixth.status, sixth.text.includes('Wait one minute')]).toEqual([429, true]);
    clock.pass(60_000);
    const later = await visitor.submit('/sign-in/code', { code: codeOf(keyUri, clock.now()) });
    expect(later.location).toBe('/');
  });

  it('forgets wrong guesses after a right code or a backup code', async () => {
    const { keyUri, backupCodes } = await enrol();
    const wrong = { code: wrongCode(keyUri, clock.now()) };
    const right: [string, Record<string, string>][] = [
      ['/sign-in/code', { code: codeOf(keyUri, clock.now()) }],
      ['/sign-in/backup', { backup: backupCodes[0]! }],
      ['/sign-in/code', { code: codeOf(keyUri, clock.now() + STEP_MS) }],
    ];
    for (const [path, proof] of right) {
      await signIn();
      for (let guess = 0; guess < 4; guess++) await visitor.submit('/sign-in/code', wrong);
      expect((await visitor.submit(path, proof)).location).toBe('/');
    }
  });

  it('takes a backup code once', async () => {
    const { backupCodes } = await enrol();
    const [backup = ''] = backupCodes;
    await signIn();
    expect((await visitor.submit('/sign-in/backup', { backup })).location).toBe('/');
    expect((await visitor.get('/settings')).text).toContain('7 backup codes are left');
    const other = visit(sites.s2);
    await signIn(other);
    expect((await other.submit('/sign-in/backup', { backup })).status).toBe(401);
  });

  it('turns off with the password alone, and not without', async () => {
    const { keyUri } = await enrol();
    await signIn();
    await visitor.submit('/sign-in/code', { code: codeOf(keyUri, clock.now()) });
    expect((await visitor.submit('/settings/two-step/disable', { password: 'guess' })).status).toBe(401);
    expect((await signIn(visit(sites.s2))).location).toBe('/sign-in/code');
    await visitor.submit('/settings/two-step/disable', { password: USERS.s2.password });
    expect((await signIn(visit(sites.s2))).location).toBe('/');
  });

  it('neither shows another secret while one is on, nor cancels that one', async () => {
    const { keyUri } = await enrol();
    await signIn();
    await visitor.submit('/sign-in/code', { code: codeOf(keyUri, clock.now()) });
    await visitor.submit('/settings/two-step/cancel');
    expect((await visitor.submit('/settings/two-step/setup')).status).toBe(409);
    expect((await visitor.get('/settings/two-step/qr.png')).location).toBe('/settings');
  });
});
