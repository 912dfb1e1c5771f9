export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
export function countUnit(file: string): Count;
export function countEndToEnd(file: string): Count;
export function sum(counts: readonly Count[]): Count;
export function line(count: Count): string;
