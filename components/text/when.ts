const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const week = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'week', unitDisplay: 'long' });
const number = new Intl.NumberFormat();
const list = new Intl.ListFormat();

/** In the reader's way of writing dates. */
export const momentText = (at: number): string => moment.format(at);
export const dayText = (at: number): string => day.format(at);
export const weeksText = (weeks: number): string => week.format(weeks);
export const listText = (parts: readonly string[]): string => list.format(parts);
export const numberText = (value: number): string => number.format(value);

/** The day on which a moment lies here, as names of files and fields for dates write it. */
export function dayOf(at: number): string {
  const local = new Date(at);
  const parts = [local.getFullYear(), local.getMonth() + 1, local.getDate()];
  return parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('-');
}
