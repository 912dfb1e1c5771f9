import { expect, test } from 'vitest';
import { createInTurn } from '../../lib/in-turn';

test('acts run one after the other, in the order asked, past one that fails', async () => {
  const inTurn = createInTurn();
  const seen: string[] = [];
  const act = (name: string) => () => {
    seen.push(`${name} begins`);
    return Promise.resolve().then(() => {
      seen.push(`${name} ends`);
      if (name === 'two') throw new Error('two fails');
      return name;
    });
  };
  const [one, two, three] = ['one', 'two', 'three'].map((name) => inTurn(act(name)));
  await expect(two).rejects.toThrow('two fails');
  expect(await Promise.all([one, three])).toEqual(['one', 'three']);
  expect(seen).toEqual(['one', 'two', 'three'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});
