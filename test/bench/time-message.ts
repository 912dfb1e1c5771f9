import type { Page } from '@playwright/test';

/** How long the worker takes to answer, as the page that asks sees it. A refusal is no figure. */
export async function timeMessage(page: Page, name: string, request: unknown = null): Promise<number> {
  const { took, outcome } = await page.evaluate(
    async (message) => {
      const startedAt = performance.now();
      const outcome = await chrome.runtime.sendMessage<unknown, { ok: boolean; problem?: string }>(message);
      return { took: performance.now() - startedAt, outcome };
    },
    { name, request },
  );
  if (!outcome.ok) throw new Error(`${name}: ${outcome.problem ?? 'no answer'}`);
  return took;
}
