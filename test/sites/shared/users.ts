/** The one person each demo knows. No secret: the sign-in pages say both. */
export interface User {
  readonly name: string;
  readonly password: string;
}

export const USERS = {
  s2: { name: 'dana@desk.example', password: 'open-outcry-2' },
  s4: { name: 'sam', password: 'front-row-4' },
} as const satisfies Record<string, User>;
