export const root: string;
export const output: string;
export function tool(name: string, program?: string): [string, string];
