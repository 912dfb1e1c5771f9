import type { AccountView } from '../../lib/messaging/views';

/** The accounts that belong to the tab's site, in their order, and the rest: those that may belong to it before the others. */
export function arrange(
  accounts: readonly AccountView[],
  { first, likely }: { readonly first: readonly string[]; readonly likely: readonly string[] },
): { readonly first: readonly AccountView[]; readonly rest: readonly AccountView[] } {
  if (first.length === 0 && likely.length === 0) return { first: [], rest: accounts };
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const pick = (ids: readonly string[]): AccountView[] => ids.flatMap((id) => byId.get(id) ?? []);
  const above = new Set(first);
  const near = new Set(likely.filter((id) => !above.has(id)));
  return {
    first: pick(first),
    rest: [...pick([...near]), ...accounts.filter(({ id }) => !above.has(id) && !near.has(id))],
  };
}
