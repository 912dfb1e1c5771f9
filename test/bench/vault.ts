/** A large open vault, asked by a page of ours: the first list of a worker that was stopped, the next one, an edit. */
import type { Group } from './group';
import { timed, type Figure } from './report';
import { CHEAP, NOWHERE, sealVault } from './scene';
import { withStage, type Stage } from './stage';
import { interleave } from './stats';
import { timeMessage } from './time-message';

export const vault: Group = (runs = 10) =>
  withStage({}, async (stage) => {
    const figures: Figure[] = [];
    for (const count of [1000, 5000]) figures.push(...(await atCount(stage, count, runs)));
    return figures;
  });

async function atCount(stage: Stage, count: number, runs: number): Promise<readonly Figure[]> {
  const { desk, extension } = stage;
  const sealed = await sealVault(count, NOWHERE, CHEAP);
  await stage.load(sealed);
  await stage.unlock();
  let edits = 0;
  const edit = (): Promise<number> => {
    edits += 1;
    const { id, issuer } = sealed.accounts[edits % count]!;
    const change = { accountId: id, issuer, accountName: `edit ${edits}`, sites: [] };
    return timeMessage(desk, 'accounts/edit', change);
  };
  const taken = await interleave(
    { runs, warmUp: 1 },
    {
      'wake, load and list': async () => {
        await extension.stopServiceWorker();
        return timeMessage(desk, 'accounts/list');
      },
      'list again': () => timeMessage(desk, 'accounts/list'),
      'first edit of a worker': edit,
      'next edit': edit,
    },
  );
  return Object.entries(taken).map(([name, values]) => timed(`${count} accounts, ${name}`, values));
}
