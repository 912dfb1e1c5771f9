/** The activity log as CSV (RFC 4180), for a spreadsheet: what it holds was partly chosen by web sites. */
import type { LogEntry, LogKind } from './log';

export interface CsvText {
  /** Time, what, issuer, account name, site, way to unlock, role, number. */
  readonly headings: readonly string[];
  readonly kind: (kind: LogKind) => string;
  readonly time: (at: number) => string;
}

export function logCsv(entries: readonly LogEntry[], text: CsvText): string {
  const rows = entries.map(({ at, kind, by, account, host, count }) => [
    text.time(at),
    text.kind(kind),
    account?.issuer ?? '',
    account?.accountName ?? '',
    host ?? '',
    by?.type ?? '',
    by?.role ?? '',
    count === undefined ? '' : String(count),
  ]);
  return [text.headings, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** What a spreadsheet would take for a formula; an apostrophe in front makes it text. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function cell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
