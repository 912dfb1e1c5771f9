/** Puts text on the clipboard. Only on a click or key of the user: browsers refuse it otherwise. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
