/**
 * Word lists are kept by language, with air between the words, for those who write them, and looked up all together:
 * shipped as one sorted list per kind they are a tenth smaller.
 */
export function joinWords(json) {
  const file = JSON.parse(json);
  if (!('shared' in file)) return JSON.stringify(file).replaceAll(', ', ',');
  const kinds = {};
  for (const words of Object.values(file)) {
    for (const [kind, list] of Object.entries(words)) (kinds[kind] ??= []).push(...list.split(', '));
  }
  const joined = Object.entries(kinds).map(([kind, words]) => [kind, [...new Set(words)].sort().join(',')]);
  return JSON.stringify({ shared: Object.fromEntries(joined) });
}
