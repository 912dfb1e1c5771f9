import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSites, type Sites } from '../../sites/server';
import { USERS } from '../../sites/shared/users';
import { codeOf, createClock, wrongCode } from './clock';
import { visit, type Answer, type Visitor } from './visitor';

const STEP_MS = 30_000;
const { password } = USERS.s4;
let clock: ReturnType<typeof createClock>;
let sites: Sites;
let visitor: Visitor;

beforeEach(async () => {
  clock = createClock();
  sites = await startSites({ ports: { s2: 0, s4: 0 }, now: clock.now });
  visitor = visit(sites.s4);
});
afterEach(() => sites.stop());

const signIn = (by = visitor) => by.call('/api/sign-in', USERS.s4);
const second = (ticket: unknown, proof: Record<string, string>) =>
  visitor.call('/api/sign-in/second', { ticket: String(ticket), ...proof });

async function begin(): Promise<string> {
  await signIn();
  const { key_uri } = await visitor.call('/api/two-step/setup', {});
  return String(key_uri);
}

/** Until it is on; a step later, so that the next code is a new one. The visitor stays signed in. */
async function enrol() {
  const keyUri = await begin();
  const { recovery_codes } = await visitor.call('/api/two-step/enable', {
    code: codeOf(keyUri, clock.now()),
  });
  clock.pass(STEP_MS);
  return { keyUri, recoveryCodes: recovery_codes as string[] };
}

describe('tickets', () => {
  it('is one page whose scripts and style are its own', async () => {
    const { text } = await visitor.get('/');
    expect(text).toContain('<script type="module" src="/main.js">');
    const parts = ['/main.js', '/dom.js', '/boxes.js', '/settings.js', '/site.css'];
    const statuses = await Promise.all(parts.map(async (path) => (await visitor.get(path)).status));
    expect(statuses).toEqual(parts.map(() => 200));
  });

  it('lets nobody in with a wrong password', async () => {
    expect(await visitor.call('/api/sign-in', { name: USERS.s4.name, password: 'guess' })).toMatchObject({
      status: 401,
      error: 'wrong-password',
    });
    expect(await visitor.call('/api/status')).toEqual({ status: 200, signed_in: false });
  });

  it('knows no session by its name once it was signed out of', async () => {
    const cookie = (await visitor.submit('/api/sign-in', USERS.s4)).setCookie!.split(';')[0]!;
    const other = visit(sites.s4, { cookie });
    expect(await other.call('/api/status')).toMatchObject({ signed_in: true });
    await visitor.call('/api/sign-out', {});
    expect(await other.call('/api/status')).toMatchObject({ signed_in: false });
  });

  it.each(['setup', 'enable', 'disable', 'cancel'])('lets nobody %s who is signed out', async (act) => {
    expect((await visitor.call(`/api/two-step/${act}`, {})).status).toBe(401);
  });

  it('gives secret, Key URI and QR code, and the same ones when asked again', async () => {
    await signIn();
    const setup = await visitor.call('/api/two-step/setup', {});
    const secret = String(setup.secret).replaceAll(' ', '');
    expect(setup.secret).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    expect(setup.key_uri).toBe(`otpauth://totp/Tickets:sam?secret=${secret}&issuer=Tickets`);
    expect(setup.qr_svg).toMatch(/^<svg [^>]*viewBox/);
    expect(await visitor.call('/api/two-step/setup', {})).toEqual(setup);
  });

  it('gives nothing but the secret where no QR code is wanted', async () => {
    await signIn();
    const { status, secret, ...rest } = await visitor.call('/api/two-step/setup?qr=none', {});
    expect({ status, length: String(secret).length, rest }).toEqual({ status: 200, length: 39, rest: {} });
  });

  it('asks for nothing but the password while set-up is not finished, and says that it is not', async () => {
    const keyUri = await begin();
    const refused = await visitor.call('/api/two-step/enable', { code: wrongCode(keyUri, clock.now()) });
    expect(refused).toMatchObject({ status: 401, error: 'wrong-code' });
    expect(await signIn(visit(sites.s4))).toMatchObject({ mfa_required: false });
    expect(await visitor.call('/api/status')).toMatchObject({ two_step: 'pending' });
    await visitor.call('/api/two-step/cancel', {});
    expect(await visitor.call('/api/status')).toMatchObject({ two_step: 'off' });
  });

  it('gives ten recovery codes when it is turned on, and no more after', async () => {
    const { keyUri, recoveryCodes } = await enrol();
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await visitor.call('/api/status')).toMatchObject({ two_step: 'on', recovery_left: 10 });
    const again = await visitor.call('/api/two-step/enable', { code: codeOf(keyUri, clock.now()) });
    expect(again).toMatchObject({ status: 409, error: 'not-started' });
  });

  it('signs in with a ticket and a code, and not with the ticket alone', async () => {
    const { keyUri } = await enrol();
    visitor = visit(sites.s4);
    const { mfa_required, ticket, expires_in } = await signIn();
    expect([mfa_required, expires_in]).toEqual([true, 120]);
    expect(await visitor.call('/api/status')).toMatchObject({ signed_in: false });
    expect(await second(ticket, { code: codeOf(keyUri, clock.now()) })).toMatchObject({ status: 200 });
    expect(await visitor.call('/api/status')).toMatchObject({ signed_in: true, two_step: 'on' });
  });

  it('keeps the ticket through a wrong code', async () => {
    const { keyUri } = await enrol();
    const { ticket } = await signIn();
    expect(await second(ticket, { code: wrongCode(keyUri, clock.now()) })).toMatchObject({
      error: 'wrong-code',
    });
    expect(await second(ticket, { code: codeOf(keyUri, clock.now()) })).toMatchObject({ status: 200 });
  });

  it.each<[string, (ticket: unknown) => unknown, number]>([
    ['used', (ticket) => ticket, 0],
    ['made up', () => 'constructor', 0],
    ['missing', () => '', 0],
    ['two minutes old', (ticket) => ticket, 120_000],
  ])('takes no ticket that is %s', async (what, change, age) => {
    const { keyUri } = await enrol();
    const { ticket } = await signIn();
    if (what === 'used') await second(ticket, { code: codeOf(keyUri, clock.now()) });
    clock.pass(what === 'used' ? STEP_MS : age);
    const refused = await second(change(ticket), { code: codeOf(keyUri, clock.now()) });
    expect(refused).toMatchObject({ status: 410, error: 'ticket-expired' });
  });

  it('takes a ticket until the moment it expires, and leaves the code of an expired one unused', async () => {
    const { keyUri } = await enrol();
    const [late, soon] = [await signIn(), await signIn()];
    clock.pass(119_999);
    expect(await second(soon.ticket, { code: codeOf(keyUri, clock.now()) })).toMatchObject({ status: 200 });
    clock.pass(STEP_MS);
    const code = codeOf(keyUri, clock.now());
    expect(await second(late.ticket, { code })).toMatchObject({ status: 410 });
    expect(await second((await signIn()).ticket, { code })).toMatchObject({ status: 200 });
  });

  it('accepts a code once', async () => {
    const { keyUri } = await enrol();
    const code = codeOf(keyUri, clock.now());
    const tries: Answer[] = [];
    for (let time = 0; time < 2; time++) tries.push(await second((await signIn()).ticket, { code }));
    expect(tries).toMatchObject([{ status: 200 }, { status: 401, error: 'used-code' }]);
  });

  it.each([
    [-2, 401],
    [-1, 200],
    [1, 200],
    [2, 401],
  ])('answers the code of %i steps from now with %i', async (off, status) => {
    const { keyUri } = await enrol();
    clock.pass(5 * STEP_MS);
    const { ticket } = await signIn();
    expect(await second(ticket, { code: codeOf(keyUri, clock.now() + off * STEP_MS) })).toMatchObject({
      status,
    });
  });

  it('takes a recovery code once, however it is spelled', async () => {
    const { recoveryCodes } = await enrol();
    const recovery_code = recoveryCodes[3]!.toUpperCase().replace('-', ' ');
    expect(await second((await signIn()).ticket, { recovery_code })).toMatchObject({ status: 200 });
    expect(await visitor.call('/api/status')).toMatchObject({ recovery_left: 9 });
    const again = await second((await signIn()).ticket, { recovery_code });
    expect(again).toMatchObject({ status: 401, error: 'wrong-recovery-code' });
  });

  it('counts wrong codes and wrong recovery codes together, whatever the ticket', async () => {
    const { keyUri, recoveryCodes } = await enrol();
    for (let guess = 0; guess < 5; guess++) {
      const { ticket } = await signIn();
      const wrong =
        guess % 2 === 0 ? { code: wrongCode(keyUri, clock.now()) } : { recovery_code: 'aaaaa-aaaaa' };
      expect(await second(ticket, wrong)).toMatchObject({ status: 401 });
    }
    const { ticket } = await signIn();
    for (const right of [{ code: codeOf(keyUri, clock.now()) }, { recovery_code: recoveryCodes[0]! }]) {
      expect(await second(ticket, right)).toMatchObject({ status: 429, error: 'too-many' });
    }
  });

  it('turns off with password and code, and a wrong password does not use the code up', async () => {
    const { keyUri } = await enrol();
    const code = codeOf(keyUri, clock.now());
    const wrong = { code: wrongCode(keyUri, clock.now()) };
    const off = (fields: Record<string, string>) => visitor.call('/api/two-step/disable', fields);
    expect(await off({ code })).toMatchObject({ status: 401, error: 'wrong-password' });
    expect(await off({ password })).toMatchObject({ status: 401, error: 'wrong-code' });
    expect(await off({ password, ...wrong })).toMatchObject({ status: 401, error: 'wrong-code' });
    expect(await visitor.call('/api/status')).toMatchObject({ two_step: 'on' });
    expect(await off({ password, code })).toMatchObject({ status: 200 });
    expect(await signIn(visit(sites.s4))).toMatchObject({ mfa_required: false });
  });

  it('makes a new secret after it was turned off', async () => {
    const { keyUri } = await enrol();
    await visitor.call('/api/two-step/disable', { password, code: codeOf(keyUri, clock.now()) });
    expect(await begin()).not.toBe(keyUri);
  });
});
