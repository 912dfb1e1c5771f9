import type { Figure } from './report';

/** Measures what belongs together. @param runs How often each figure is taken; each group has a number of its own. */
export type Group = (runs: number | undefined) => Promise<readonly Figure[]>;
