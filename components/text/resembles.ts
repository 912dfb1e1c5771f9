import type { AccountView } from '../../lib/messaging/views';

/** Shorter names are parts of too many hosts. */
const SHORTEST = 3;

/**
 * Ids of the accounts bound to nothing whose issuer reads like the host. They stand higher in a list and nothing more:
 * anyone can register a host that reads like an issuer.
 *
 * @param host With or without its port.
 */
export function resembling(accounts: readonly AccountView[], host: string): readonly string[] {
  const labels = new Set(
    host
      .replace(/:\d+$/, '')
      .split('.')
      .map((label) => label.replaceAll('-', '')),
  );
  return accounts
    .filter(({ sites, issuer }) => sites.length === 0 && reads(issuer, labels))
    .map(({ id }) => id);
}

function reads(issuer: string, labels: ReadonlySet<string>): boolean {
  const name = issuer.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  return name.length >= SHORTEST && labels.has(name);
}
