const LIMIT = 5;
const WINDOW_MS = 60_000;

export interface Throttle {
  /** Whether no further guess is taken for now. */
  readonly full: () => boolean;
  readonly fail: () => void;
  readonly clear: () => void;
}

/** Five wrong guesses within a minute, then none until the first of them is a minute old. */
export function createThrottle(now: () => number): Throttle {
  let failures: number[] = [];
  const recent = () => (failures = failures.filter((at) => now() - at < WINDOW_MS));
  return {
    full: () => recent().length >= LIMIT,
    fail: () => void failures.push(now()),
    clear: () => void (failures = []),
  };
}
