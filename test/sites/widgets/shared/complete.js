/** Every page calls this whenever the state that its framework holds becomes complete: once, if typed in once. */
export function complete() {
  globalThis.__complete = (globalThis.__complete ?? 0) + 1;
}
