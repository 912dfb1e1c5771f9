/**
 * How long properties are tried: a short pass from one seed in `npm test`, a long one in `npm run soak`, whose seed is
 * new each time and stands in LOCKSTEP_SOAK.
 */
import fc from 'fast-check';

const soak = process.env['LOCKSTEP_SOAK'];

fc.configureGlobal(
  soak === undefined ? { seed: 20_261_120, numRuns: 100 } : { seed: Number(soak), numRuns: 10_000 },
);
