import type { AccountView } from '../../lib/messaging/views';

/** Letters as people compare them: no case, no accents, no compatibility forms. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The accounts in which every word of the query occurs; those whose issuer starts with it come first. */
export function search(accounts: readonly AccountView[], query: string): readonly AccountView[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return accounts;
  const starts: AccountView[] = [];
  const others: AccountView[] = [];
  for (const account of accounts) {
    const issuer = folded(account.issuer);
    const text = `${issuer} ${folded(account.accountName)}`;
    if (!words.every((word) => text.includes(word))) continue;
    (issuer.startsWith(first) ? starts : others).push(account);
  }
  return [...starts, ...others];
}
