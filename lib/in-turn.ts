/**
 * Runs one act after the other, in the order asked: reading and writing back are two calls, with nothing of ours in
 * between. An act that fails holds up none.
 */
export function createInTurn(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const run = last.then(act);
    last = run.catch(() => undefined);
    return run;
  };
}
