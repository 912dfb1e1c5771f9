/** Keeps what a popup paints before this worker has woken. */
import type { CodeView } from '../../lib/messaging/views';
import { forgetPaint, writePaint } from '../../lib/platform/paint';
import { Problem } from '../../lib/problem';
import type { Account, Site } from '../../lib/vault/accounts/account';
import { listAccounts } from '../../lib/vault/accounts/accounts';
import type { Vault } from '../../lib/vault/vault';
import { codeViews, rank, viewOf } from './present';

export interface PainterOptions {
  readonly vault: Vault;
  readonly now: () => number;
  /** Told after the paint is fresh, so that open pages ask again. */
  readonly onchange: () => void;
}

export type Painter = ReturnType<typeof createPainter>;

export function createPainter({ vault, now, onchange }: PainterOptions) {
  let latest = 0;

  /** Writes names and codes of this moment, and returns the codes. */
  async function paint(): Promise<readonly CodeView[]> {
    const mine = ++latest;
    const session = await vault.session();
    const accounts = await vault.read(listAccounts);
    const codes = codeViews(accounts, now());
    // Overtaken by a lock, or by a paint that has seen a later change.
    if (!session || mine !== latest) return codes;
    const painted = {
      accounts: accounts.map(viewOf),
      codes,
      bySite: originsOf(rank(accounts, now())),
      lockAt: session.lockAt,
      role: session.role,
    };
    // A convenience: where memory takes no more of it, or the browser is closing, popups ask and wait instead.
    await writePaint(painted).catch(() => forgetPaint().catch(() => undefined));
    // Locked in between: what was just written must not stay.
    if (!(await vault.session())) await forgetPaint();
    return codes;
  }
  return {
    paint,
    /** The change is made: that a lock or the disk keeps it from being painted does not make it a failure. */
    changed: async (): Promise<void> => {
      try {
        await paint();
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        await forgetPaint().catch(() => undefined);
      }
      onchange();
    },
  };
}

function originsOf(accounts: readonly Account[]): Record<string, string[]> {
  const bySite: Record<string, string[]> = {};
  for (const { id, sites } of accounts) {
    for (const origin of sites.flatMap(possibleOrigins)) (bySite[origin] ??= []).push(id);
  }
  return bySite;
}

/** A site names host and port; which scheme it is reached by, the tab knows. */
function possibleOrigins({ host, port, subdomains }: Site): string[] {
  const place = port === undefined ? host : `${host}:${port}`;
  const places = subdomains ? [place, `*.${place}`] : [place];
  return places.flatMap((each) => [`https://${each}`, `http://${each}`]);
}
