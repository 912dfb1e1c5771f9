/**
 * Passkeys as keys: WebAuthn Level 3 with its PRF extension, from a page of ours. The relying party is left out, so it
 * becomes the extension's own id. What an authenticator computes for a salt is a secret and only ever returned.
 */
import { fromBase64, toBase64, toBase64Url, type Bytes } from '../encoding/bytes';
import type { PasskeyView } from '../messaging/views';

/** Bytes as base64. */
export interface NewPasskey {
  readonly credential: string;
  readonly salt: string;
  readonly prf: string;
}

/** `already-there`: this authenticator holds one of the vault's passkeys. */
export type PasskeyFailure = 'unsupported' | 'already-there';

const DIALOG_MS = 60_000;
/** ES256 and RS256: what platform authenticators sign with. The signature itself is not used. */
const ALGORITHMS = [-7, -257];

/** Whether the browser has what it takes; an authenticator may still lack it. */
export async function canUsePasskeys(): Promise<boolean> {
  if (typeof PublicKeyCredential === 'undefined') return false;
  const { getClientCapabilities } = PublicKeyCredential as Partial<typeof PublicKeyCredential>;
  if (!getClientCapabilities) return true;
  const known: Readonly<Record<string, boolean>> = await getClientCapabilities.call(PublicKeyCredential);
  return known['extension:prf'] !== false;
}

/** Lets the user make a passkey that is none of `existing`. `undefined`: cancelled, or its time ran out. */
export function makePasskey(
  name: string,
  existing: readonly PasskeyView[],
): Promise<NewPasskey | PasskeyFailure | undefined> {
  return answered(async () => {
    const salt = random(32);
    const created = await navigator.credentials.create({ publicKey: creation(name, existing, salt) });
    if (!(created instanceof PublicKeyCredential)) return undefined;
    const { prf } = created.getClientExtensionResults();
    if (!prf?.enabled) return 'unsupported';
    const credential = toBase64(new Uint8Array(created.rawId));
    const made = { credential, salt: toBase64(salt) };
    if (prf.results) return { ...made, prf: toBase64(bytesOf(prf.results.first)) };
    // Many authenticators compute only when a passkey is used.
    const used = await usePasskey([{ slotId: '', ...made }]);
    return typeof used === 'object' ? { ...made, prf: used.prf } : used;
  });
}

/** Lets the user prove one of `passkeys`. `undefined`: cancelled, or its time ran out. */
export function askPasskey(
  passkeys: readonly PasskeyView[],
): Promise<{ slotId: string; prf: string } | PasskeyFailure | undefined> {
  return answered(() => usePasskey(passkeys));
}

async function usePasskey(
  passkeys: readonly PasskeyView[],
): Promise<{ slotId: string; prf: string } | 'unsupported' | undefined> {
  const salts = passkeys.map(({ credential, salt }) => [
    toBase64Url(decoded(credential)),
    { first: decoded(salt) },
  ]);
  const used = await navigator.credentials.get({
    publicKey: {
      challenge: random(32),
      timeout: DIALOG_MS,
      userVerification: 'required',
      allowCredentials: passkeys.map(descriptor),
      extensions: { prf: { evalByCredential: Object.fromEntries(salts) as SaltsById } },
    },
  });
  if (!(used instanceof PublicKeyCredential)) return undefined;
  const credential = toBase64(new Uint8Array(used.rawId));
  const passkey = passkeys.find((each) => each.credential === credential);
  const first = used.getClientExtensionResults().prf?.results?.first;
  if (!passkey || !first) return 'unsupported';
  return { slotId: passkey.slotId, prf: toBase64(bytesOf(first)) };
}

type SaltsById = Record<string, AuthenticationExtensionsPRFValues>;

function creation(
  name: string,
  existing: readonly PasskeyView[],
  salt: Bytes,
): PublicKeyCredentialCreationOptions {
  return {
    rp: { name: 'Lockstep' },
    user: { id: random(16), name, displayName: name },
    challenge: random(32),
    timeout: DIALOG_MS,
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: existing.map(descriptor),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    extensions: { prf: { eval: { first: salt } } },
  };
}

/** Browsers tell by the error's name alone; cancelling and running out of time share one, so that sites learn nothing. */
async function answered<T>(ask: () => Promise<T>): Promise<T | PasskeyFailure | undefined> {
  try {
    return await ask();
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'InvalidStateError') return 'already-there';
    return name === 'NotAllowedError' || name === 'AbortError' ? undefined : 'unsupported';
  }
}

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

const decoded = (base64: string): Bytes => fromBase64(base64) ?? new Uint8Array();

const descriptor = ({ credential }: PasskeyView): PublicKeyCredentialDescriptor => ({
  type: 'public-key',
  id: decoded(credential),
});

function bytesOf(source: BufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
