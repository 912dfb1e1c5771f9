import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHostile } from '../../sites/hostile';
import { startSites, type Sites } from '../../sites/server';
import { html } from '../../sites/shared/html';
import { USERS } from '../../sites/shared/users';
import { codeOf, createClock, wrongCode } from './clock';
import { visit } from './visitor';

const ports = { s2: 0, s4: 0 };
let folder: string;
let stateFile: string;
let running: Sites[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sites-demo-'));
  stateFile = join(folder, 'below', 'state.json');
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((sites) => sites.stop()));
  rmSync(folder, { recursive: true });
});

async function start(options: Parameters<typeof startSites>[0] = {}) {
  const sites = await startSites({ ports, ...options });
  running.push(sites);
  return sites;
}

async function enrolAtTickets(sites: Sites, at: number): Promise<string> {
  const visitor = visit(sites.s4);
  await visitor.call('/api/sign-in', USERS.s4);
  const { key_uri } = await visitor.call('/api/two-step/setup', {});
  await visitor.call('/api/two-step/enable', { code: codeOf(String(key_uri), at) });
  return String(key_uri);
}

const asksForCode = async (sites: Sites) =>
  (await visit(sites.s4).call('/api/sign-in', USERS.s4)).mfa_required;

describe('the demo sites', () => {
  it('have a host of their own each, under the port that was chosen', async () => {
    const { s2, s4 } = await start();
    expect([s2, s4]).toEqual([
      expect.stringMatching(/^http:\/\/s2\.localhost:\d+$/),
      expect.stringMatching(/^http:\/\/s4\.localhost:\d+$/),
    ]);
  });

  it('know an enrolment, and which code was used, after a restart', async () => {
    const clock = createClock();
    const first = await start({ stateFile, now: clock.now });
    const keyUri = await enrolAtTickets(first, clock.now());
    await first.stop();
    const again = await start({ stateFile, now: clock.now });
    const visitor = visit(again.s4);
    const { ticket } = await visitor.call('/api/sign-in', USERS.s4);
    const second = (at: number) =>
      visitor.call('/api/sign-in/second', { ticket: String(ticket), code: codeOf(keyUri, at) });
    expect(await second(clock.now())).toMatchObject({ error: 'used-code' });
    expect(await second(clock.now() + 30_000)).toMatchObject({ status: 200 });
  });

  it('know a set-up that was begun after a restart', async () => {
    const first = await start({ stateFile });
    const visitor = visit(first.s2);
    await visitor.submit('/sign-in', USERS.s2);
    await visitor.submit('/settings/two-step/setup');
    const { text } = await visitor.get('/settings/two-step');
    await first.stop();
    const again = visit((await start({ stateFile })).s2);
    await again.submit('/sign-in', USERS.s2);
    expect((await again.get('/settings/two-step')).text).toBe(text);
  });

  it('keep no recovery code in the file as it was shown', async () => {
    const clock = createClock();
    const sites = await start({ stateFile, now: clock.now });
    const visitor = visit(sites.s4);
    await visitor.call('/api/sign-in', USERS.s4);
    const { key_uri } = await visitor.call('/api/two-step/setup', {});
    const { recovery_codes } = await visitor.call('/api/two-step/enable', {
      code: codeOf(String(key_uri), clock.now()),
    });
    const kept = readFileSync(stateFile, 'utf8');
    expect(kept).toContain('"recovery":["');
    expect((recovery_codes as string[]).filter((code) => kept.includes(code))).toEqual([]);
  });

  it.each(['', '{', '[]', '{"s2":{},"s4":null}'])(
    'start anew with a state file that is damaged: %j',
    async (text) => {
      const file = join(folder, 'damaged.json');
      writeFileSync(file, text);
      expect(await asksForCode(await start({ stateFile: file }))).toBe(false);
    },
  );

  it('forget everything at a reset, in the file too', async () => {
    const clock = createClock();
    const sites = await start({ stateFile, now: clock.now });
    const inside = visit(sites.s4);
    await inside.call('/api/sign-in', USERS.s4);
    await enrolAtTickets(sites, clock.now());
    expect(await asksForCode(sites)).toBe(true);
    const desk = visit(sites.s2);
    await desk.submit('/sign-in', USERS.s2);
    expect((await desk.get('/settings')).status).toBe(200);
    sites.reset();
    expect((await desk.get('/settings')).location).toBe('/');
    expect(await asksForCode(sites)).toBe(false);
    expect(await inside.call('/api/status')).toMatchObject({ signed_in: false });
    await sites.stop();
    expect(await asksForCode(await start({ stateFile, now: clock.now }))).toBe(false);
  });

  it('forget wrong guesses at a reset', async () => {
    const clock = createClock();
    const sites = await start({ now: clock.now });
    const visitor = visit(sites.s4);
    const enable = async (codeFrom: (keyUri: string, at: number) => string) => {
      await visitor.call('/api/sign-in', USERS.s4);
      const { key_uri } = await visitor.call('/api/two-step/setup', {});
      return visitor.call('/api/two-step/enable', { code: codeFrom(String(key_uri), clock.now()) });
    };
    for (let guess = 0; guess < 5; guess++) await enable(wrongCode);
    expect(await enable(codeOf)).toMatchObject({ error: 'too-many' });
    sites.reset();
    expect(await enable(codeOf)).toMatchObject({ status: 200 });
  });

  it('close connections that are still open when they stop', async () => {
    const { s2, stop } = await startSites({ ports });
    const socket = connect(Number(new URL(s2).port), '127.0.0.1');
    await once(
      socket.on('error', () => undefined),
      'connect',
    );
    socket.write('GET / HTTP/1.1\r\n');
    await visit(s2).get('/');
    await stop();
    await expect(visit(s2).get('/')).rejects.toThrow();
  });

  it('say which port is taken, and leave none of theirs open', async () => {
    const [first, gone] = [await start(), await start()];
    await gone.stop();
    const [s2, s4] = [Number(new URL(gone.s2).port), Number(new URL(first.s4).port)];
    await expect(startSites({ ports: { s2, s4 } })).rejects.toThrow(`Port ${s4} is taken.`);
    expect((await start({ ports: { s2, s4: 0 } })).s2).toBe(gone.s2);
  });

  it('answer on ::1 as well, where the machine has it', async () => {
    const { s2 } = await start();
    const has = Object.values(networkInterfaces()).some((all) =>
      all?.some(({ address }) => address === '::1'),
    );
    const answered = await fetch(`http://[::1]:${new URL(s2).port}/`).then(
      ({ status }) => status,
      () => 'nobody',
    );
    expect(answered).toBe(has ? 200 : 'nobody');
  });

  it('refuse a form sent from another site', async () => {
    const { s2 } = await start();
    expect((await visit(s2, { origin: 'http://evil.localhost' }).submit('/sign-in', USERS.s2)).status).toBe(
      403,
    );
    expect(
      (await visit(s2, { origin: `http://127.0.0.1:${new URL(s2).port}` }).submit('/sign-in', USERS.s2))
        .status,
    ).toBe(303);
  });

  it.each<[string, number, RequestInit]>([
    ['/nowhere', 404, {}],
    ['/constructor', 404, {}],
    ['/sign-in', 303, { redirect: 'manual' }],
    ['/sign-in', 400, { method: 'POST', body: 'x'.repeat(16_385) }],
    ['/sign-in', 400, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
    ['/sign-in', 401, { method: 'POST', body: 'null', headers: { 'content-type': 'application/json' } }],
    ['/favicon.ico', 204, {}],
  ])('answer %s with %i', async (path, status, init) => {
    const { s2 } = await start();
    expect((await fetch(`http://127.0.0.1:${new URL(s2).port}${path}`, init)).status).toBe(status);
  });
});

it('HTML escapes what it is given, unless that is HTML', () => {
  expect(
    html`<p title="${`"'`}">${'<b>&'}${html`<i></i>`}${[html`1`, html`2`]}${undefined}${3}</p>`.html,
  ).toBe('<p title="&#34;&#39;">&#60;b&#62;&#38;<i></i>123</p>');
});

describe('the hostile site', () => {
  const open = async (path: string) => {
    const { origin, stop } = await startHostile({ host: 'evil.test' });
    try {
      return (await visit(origin).get(path)).text;
    } finally {
      await stop();
    }
  };
  const count = (text: string, what: RegExp) => [...text.matchAll(what)].length;

  it('takes the name it is given', async () => {
    const { origin, stop } = await startHostile({ host: 'evil.test' });
    await stop();
    expect(origin).toMatch(/^http:\/\/evil\.test:\d+$/);
  });

  it.each<[string, RegExp, number]>([
    ['/lookalike', /Trading desk/g, 3],
    ['/lookalike', /autocomplete="one-time-code"/g, 1],
    ['/many-inputs', /<input name="cell-/g, 3000],
    ['/many-inputs', /autocomplete="one-time-code"/g, 1],
    ['/elements', /<(section|h2|p|b|a)[ >]/g, 5000],
    ['/elements', /autocomplete="one-time-code"/g, 1],
    ['/hidden', /id="trap-/g, 6],
    ['/hidden', /id="code"/g, 1],
    ['/slow', /location\.assign/g, 1],
    ['/frames', /<iframe/g, 4],
    ['/frames?cross=http://a.test/&cross=javascript:alert(1)', /<iframe/g, 5],
    ['/qr?text=one&text=two', /src="data:image\/png/g, 2],
    ['/qr?text=one&at=7,9&size=80', /left: 7px; top: 9px; width: 80px/g, 1],
    ['/qr?text=one&at=7,9;x&size=1e9', /left: 20px; top: 80px; width: 240px/g, 1],
  ])('shows at %s what matches %s, %i times', async (path, what, times) => {
    expect(count((await open(path)).replace(/\s+/g, ' '), what)).toBe(times);
  });
});
