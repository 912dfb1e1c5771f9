/** The selectors of expectations: a list in which `>>>` goes into a shadow root and `|>` into a frame. */

/**
 * Each entry of the list as its selectors with what stands between them: `x-host >>> input` becomes
 * `['x-host', '>>>', 'input']`. Commas in brackets, parentheses and quotes belong to a selector.
 */
export function partsOf(list: string): readonly (readonly string[])[] {
  return splitList(list).map((entry) => entry.split(/\s+(>>>|\|>)\s+/).map((part) => part.trim()));
}

function splitList(list: string): readonly string[] {
  const entries: string[] = [];
  let entry = '';
  let depth = 0;
  let quote = '';
  for (const [token] of list.matchAll(/\\.|./gsu)) {
    if (quote !== '') quote = token === quote ? '' : quote;
    else if (/^["']$/.test(token)) quote = token;
    else if (/^[([]$/.test(token)) depth += 1;
    else if (/^[)\]]$/.test(token)) depth -= 1;
    const ends = token === ',' && depth === 0 && quote === '';
    if (ends) entries.push(entry);
    entry = ends ? '' : entry + token;
  }
  return [...entries, entry].map((each) => each.trim()).filter(Boolean);
}
