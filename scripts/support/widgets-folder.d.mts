/** Where the built pages lie. */
export const widgetsOutput: string;
export function widgetPages(): Readonly<Record<string, string>>;
export function widgetsAreBuilt(): boolean;
