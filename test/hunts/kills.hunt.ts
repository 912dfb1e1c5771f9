import { createDice } from './dice';
import { createDriver, untilEnded } from './driver';
import { create, expect, health, lengthOf, openView, SEED, tell, test, unlock } from './hunt';
import { createLedger } from './ledger';

const LANES = 6;
/** Acknowledged before the browser is killed, at least and at most; 75 of them in the mean. */
const ACKNOWLEDGED = [20, 130] as const;

test('kills: no acknowledged change is lost when the browser is killed in the middle of writes', async ({
  folder,
  open,
}) => {
  test.setTimeout(0);
  const cycles = lengthOf(5, 300);
  const dice = createDice(SEED);
  const ledger = createLedger(dice);
  for (let lane = 0; lane < LANES; lane++) ledger.newLane();
  let mended = 0;
  for (let cycle = 0; cycle <= cycles; cycle++) {
    const extension = await open(folder);
    const view = await openView(extension);
    await (cycle === 0 ? create(view) : unlock(view));
    await ledger.settle(view);
    const { wrong, copies: _, ...found } = await health(view);
    ledger.problems.push(...wrong);
    mended += found.mended;
    expect(ledger.problems, `after ${cycle} kills and ${ledger.acknowledged()} changes`).toEqual([]);
    await ledger.emptyTrash(view);
    if (cycle === cycles) break;
    const goal = dice.between(...ACKNOWLEDGED);
    for (const lane of ledger.lanes) for (let n = 0; n < goal; n++) ledger.plan(lane);
    const driver = await createDriver(view, ledger);
    const enough = driver.heard(goal);
    const run = driver.run();
    await Promise.race([enough, run]);
    await new Promise((resolve) => setTimeout(resolve, dice.below(30)));
    await untilEnded(run, extension);
  }
  tell(
    'kills',
    `${cycles} cycles`,
    `${ledger.acknowledged()} acknowledged`,
    '0 lost',
    `${mended} records mended`,
  );
});
