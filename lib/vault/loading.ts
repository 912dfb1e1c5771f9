/** From a vault key to the open vault: out of whichever copy the key proves to be the newest. */
import { equalBytes } from '../encoding/bytes';
import { Problem } from '../problem';
import type { Copies } from './engines/copies';
import { loadVault, type OpenVault } from './open-vault';
import { parseHeader, type Header } from './sealed/header';
import type { Salts } from './sealed/sets';
import type { LiveSession, Session } from './session/session';

/** @throws {Problem} `vault-locked` */
export async function loadLive(session: Session, copies: Copies, salt: Salts): Promise<OpenVault> {
  const live = await session.current();
  if (!live) throw new Problem('vault-locked');
  try {
    return await loadBest(copies, live.vaultKey, salt, []);
  } catch (error) {
    if (!(await isOutdated(copies, live))) throw error;
    // Another vault key came into force, and this worker or the one before was stopped on the way to it.
    await session.end();
    throw new Problem('vault-locked');
  }
}

async function isOutdated(copies: Copies, { epoch = Infinity }: LiveSession): Promise<boolean> {
  const headers = await copies.headers();
  return headers.some(({ header }) => ((header && headerOf(header)?.epoch) ?? 0) > epoch);
}

interface Tried {
  readonly engine: number;
  readonly header: Header | undefined;
}

/**
 * The copy with the highest generation that the key proves.
 * @param without Engines that a proof has shown to be damaged.
 * @throws {Problem} `vault-locked` where a newer epoch lies there: this key is outdated.
 */
export async function loadBest(
  copies: Copies,
  vaultKey: CryptoKey,
  salt: Salts,
  without: readonly number[],
): Promise<OpenVault> {
  const load = (engine: number) => loadVault(copies.led(engine), vaultKey, salt);
  // Nearly always it is this one: it loads while the others are asked.
  const first = without.includes(0) ? undefined : settled(load(0));
  const seen = (await copies.headers()).filter(({ engine }) => !without.includes(engine));
  const tried = seen.map(({ engine, header }): Tried => ({ engine, header: header && headerOf(header) }));
  let problem: unknown = new Problem('no-vault');
  const failed: Header[] = [];
  for (const { engine, header } of tried.toSorted(byGeneration)) {
    const result = engine === 0 && first ? await first : await settled(load(engine));
    if (result.status === 'fulfilled') {
      const { epoch, vaultId } = result.value.sets.header();
      const isOlder = failed.some((each) => each.epoch > epoch && equalBytes(each.vaultId, vaultId));
      if (isOlder) throw new Problem('vault-locked');
      return result.value;
    }
    problem = worse(problem, result.reason);
    if (header) failed.push(header);
  }
  throw problem;
}

export async function settled<T>(act: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [result] = await Promise.allSettled([act]);
  return result;
}

/** That something is there and can't be used tells more than that nothing is there. */
function worse(before: unknown, now: unknown): unknown {
  return before instanceof Problem && before.code !== 'no-vault' ? before : now;
}

/** Not believed yet: only to know what to try first. */
export function headerOf(bytes: Uint8Array): Header | undefined {
  try {
    return parseHeader(bytes).header;
  } catch {
    return undefined;
  }
}

function byGeneration(a: Tried, b: Tried): number {
  const epochs = (b.header?.epoch ?? -1) - (a.header?.epoch ?? -1);
  return epochs || (b.header?.generation ?? -1) - (a.header?.generation ?? -1) || a.engine - b.engine;
}
