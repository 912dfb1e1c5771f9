/** A window that has not followed its content for so long will not: it has met the edge of the screen. */
const SETTLED_MS = 250;

/**
 * The popup grows with what it shows and never shrinks again, so that nothing jumps while one types or goes back.
 * Where the browser gives less room than the content wants, the content makes do with it.
 */
export function fit(body: HTMLElement): void {
  let tallest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = (): void => {
    if (window.innerHeight >= body.offsetHeight) return;
    tallest = window.innerHeight;
    body.style.minBlockSize = body.style.maxBlockSize = `${tallest}px`;
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(settle, SETTLED_MS);
  };

  new ResizeObserver(() => {
    if (body.offsetHeight <= tallest) return;
    tallest = body.offsetHeight;
    body.style.minBlockSize = `${tallest}px`;
    later();
  }).observe(body);
  window.addEventListener('resize', later);
}
