import { Problem, type ProblemCode } from '../../lib/problem';

/** The code of whatever was thrown. */
export function problemOf(error: unknown): ProblemCode {
  // `instanceof` alone would leave the code open.
  return error instanceof Problem ? (error as Problem).code : 'unexpected';
}
