import { describe, expect, it } from 'vitest';
import { Asked } from '../../../../components/state/asked.svelte';
import { Problem } from '../../../../lib/problem';

describe('what was asked', () => {
  it('is shown until there is a newer answer, a failure notwithstanding', async () => {
    const answers = [() => 'first', () => Promise.reject(new Problem('no-answer')), () => 'second'];
    const asked = new Asked(async () => answers.shift()?.() ?? '');
    await asked.load();
    expect([asked.value, asked.problem]).toEqual(['first', undefined]);
    await asked.load();
    expect([asked.value, asked.problem]).toEqual(['first', 'no-answer']);
    await asked.load();
    expect([asked.value, asked.problem]).toEqual(['second', undefined]);
  });

  it('is the answer to the last question, in whichever order answers come', async () => {
    const waiting: ((value: string) => void)[] = [];
    const asked = new Asked(() => new Promise<string>((resolve) => waiting.push(resolve)));
    const both = [asked.load(), asked.load()];
    waiting[1]?.('newer');
    waiting[0]?.('older');
    await Promise.all(both);
    expect(asked.value).toBe('newer');
  });
});
