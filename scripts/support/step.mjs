import { run, seconds } from './run.mjs';

/**
 * One step of the set-up, silent but for its name and time.
 *
 * @param {string} title
 * @param {readonly string[]} command
 * @param {Record<string, string>} [env]
 */
export async function step(title, command, env = {}) {
  console.log(`${title} ...`);
  const { ok, ms, output } = await run(command, { quiet: true, env });
  if (!ok) throw new Error(`${title} failed:\n${output.trimEnd()}`);
  console.log(`${title}: ${seconds(ms)}`);
}
