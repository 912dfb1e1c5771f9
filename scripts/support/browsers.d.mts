export const NO_BROWSER: string;
export function findBrowser(
  env?: Readonly<Record<string, string | undefined>>,
  platform?: NodeJS.Platform,
  exists?: (place: string) => boolean,
): string | undefined;
