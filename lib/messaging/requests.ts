/** The shapes that messages carry, from the browser's border inwards. */
import * as v from 'valibot';
import { LIMITS } from '../limits';

export const nothing = v.null();
export const accountId = v.pipe(v.string(), v.uuid());
export const tabId = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const keyUri = v.pipe(v.string(), v.maxLength(LIMITS.keyUriLength));
export const name = v.pipe(v.string(), v.maxLength(LIMITS.nameLength));
export const passphrase = v.pipe(v.string(), v.maxLength(LIMITS.maxPassphrase));
const hostname = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.hostLength));
/** With its port, as the user was shown it. */
export const host = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.hostLength + 6));
const site = v.strictObject({
  host: hostname,
  port: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
  subdomains: v.boolean(),
  submit: v.exactOptional(v.boolean()),
  append: v.exactOptional(v.boolean()),
  picked: v.exactOptional(v.boolean()),
});
export const sites = v.pipe(v.array(site), v.maxLength(LIMITS.sitesPerAccount));
export const accountIds = v.pipe(v.array(accountId), v.maxLength(LIMITS.accounts));

const base64 = (bytes: number) => v.pipe(v.string(), v.maxLength(Math.ceil(bytes / 3) * 4), v.base64());
const hex = (bytes: number) => v.pipe(v.string(), v.length(2 * bytes), v.hexadecimal());
export const slotId = hex(16);
const recoveryKey = v.pipe(v.string(), v.maxLength(100));
export const pin = v.pipe(v.string(), v.regex(/^\d{6}$/));
/** What opens a slot, given just now. The raw vault key, which changing the ways to unlock takes, comes from nothing else. */
export const proof = v.variant('type', [
  v.strictObject({ type: v.literal('passphrase'), passphrase }),
  v.strictObject({ type: v.literal('recovery'), text: recoveryKey }),
  v.strictObject({ type: v.literal('passkey'), slotId, prf: base64(32) }),
]);
export const proofOrPin = v.variant('type', [
  ...proof.options,
  v.strictObject({ type: v.literal('pin'), pin: v.pipe(v.string(), v.maxLength(32)) }),
]);
export const wayName = v.pipe(v.string(), v.trim(), v.maxLength(100));
export const way = v.variant('type', [
  v.strictObject({ type: v.literal('recovery'), text: recoveryKey }),
  v.strictObject({
    type: v.literal('passkey'),
    name: wayName,
    credential: base64(1024),
    salt: base64(32),
    prf: base64(32),
  }),
  v.strictObject({ type: v.literal('viewer'), name: wayName, passphrase }),
]);
/** Named by when and why. */
export const remainsId = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
export const snapshotId = v.pipe(v.string(), v.regex(/^snapshot\/\d{1,16}$/));

export type ProofRequest = v.InferOutput<typeof proof>;
export type WayRequest = v.InferOutput<typeof way>;
