import { TOTP, URI } from 'otpauth';

/** A clock that stands still until it is moved. */
export function createClock(start = Date.UTC(2026, 0, 1, 12, 0, 1)) {
  let at = start;
  return { now: () => at, pass: (ms: number) => void (at += ms) };
}

/** What an authenticator shows, by a program that shares no code with the sites. */
export function codeOf(keyUri: string, at: number): string {
  const otp = URI.parse(keyUri);
  if (!(otp instanceof TOTP)) throw new Error('The site gave a Key URI of another kind.');
  return otp.generate({ timestamp: at });
}

/** Six digits that are none of the codes taken now. */
export function wrongCode(keyUri: string, at: number): string {
  const taken = [-30_000, 0, 30_000].map((off) => codeOf(keyUri, at + off));
  return ['000000', '111111', '222222', '333333'].find((code) => !taken.includes(code))!;
}
