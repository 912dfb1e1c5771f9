/** Runs other programs so that none outlives us: Ctrl-C, a closed terminal or a spent budget ends them and theirs. */
import { spawn, spawnSync } from 'node:child_process';
import { root } from './root.mjs';

const GRACE_MS = 10_000;
const STOPPED = 130;
const running = new Set();
let stopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void Promise.all([...running].map(end)).then(() => process.exit(STOPPED));
  });
}

/**
 * @param {readonly string[]} command
 * @param {{ quiet?: boolean, budgetMs?: number, env?: Record<string, string> }} [options]
 *   quiet: the output is collected, not shown
 * @returns {Promise<{ ok: boolean, ms: number, output: string, overBudget: boolean }>}
 */
export function run([program, ...args], { quiet = false, budgetMs, env = {} } = {}) {
  const startedAt = Date.now();
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    // A group of its own, so that its own children can be ended with it.
    detached: process.platform !== 'win32',
  });
  running.add(child);
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  let overBudget = false;
  const budget =
    budgetMs &&
    setTimeout(() => {
      overBudget = true;
      void end(child);
    }, budgetMs);
  return new Promise((resolve) => {
    const done = (ok) => {
      clearTimeout(budget);
      running.delete(child);
      resolve({ ok: ok && !overBudget, ms: Date.now() - startedAt, output, overBudget });
    };
    child.on('error', (error) => {
      output += error.message;
      done(false);
    });
    child.on('close', (code) => done(code === 0));
  });
}

/** Asks first: a test runner asked to stop closes its browsers and still writes its report. */
function end(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const force = setTimeout(() => kill(child, 'SIGKILL'), GRACE_MS);
    child.once('close', () => {
      clearTimeout(force);
      kill(child, 'SIGKILL');
      resolve();
    });
    kill(child, 'SIGINT');
  });
}

function kill(child, signal) {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // The whole group has ended already.
  }
}

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
