/** Long enough for the browser to have taken the content: it reads it after the click. */
const TAKEN_WITHIN_MS = 60_000;

/** Gives a file to the user, where the browser puts downloads. */
export function saveFile(name: string, content: string | Uint8Array<ArrayBuffer>, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), TAKEN_WITHIN_MS);
}

/** Bytes that came as base64 in a message. */
export function saveBytes(name: string, base64: string): void {
  saveFile(
    name,
    Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
    'application/octet-stream',
  );
}
