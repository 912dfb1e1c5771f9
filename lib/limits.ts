/** What is accepted from outside, in one table. Nothing read from outside may choose its own cost or size. */
export const LIMITS = {
  /** Characters of a Key URI, and of any text read from a QR code. */
  keyUriLength: 4096,
  /** Bytes of a secret. Under `weakSecretBytes` (RFC 4226, section 4, R6) it is kept and noted as weak. */
  secretBytes: 1024,
  weakSecretBytes: 16,
  /** Code length from a Key URI or typed by hand. */
  minDigits: 4,
  maxDigits: 10,
  /** Time step in seconds; outside the usual range the user is asked. */
  minPeriod: 1,
  maxPeriod: 86_400,
  usualMinPeriod: 5,
  usualMaxPeriod: 300,
  maxCounter: Number.MAX_SAFE_INTEGER,
  /** Characters of an issuer, account name or tag. */
  nameLength: 1024,
  noteLength: 16_384,
  hostLength: 253,
  sitesPerAccount: 64,
  /** Pixels and bytes of an image to decode; milliseconds for all its stages. */
  imagePixels: 50_000_000,
  imageBytes: 64 * 1024 * 1024,
  imageMs: 1500,
  /** Bytes of a message between our own parts. */
  messageBytes: 1024 * 1024,
  accounts: 20_000,
  /** Characters of a passphrase, after NFKC. */
  minPassphrase: 10,
  maxPassphrase: 1024,
  /** A session is marked as alive every minute; unmarked for this long, the machine slept or its clock was moved. */
  sleepMs: 5 * 60 * 1000,
  /** How far the clock may be set back before a session ends. */
  clockBackMs: 60 * 1000,
} as const;
