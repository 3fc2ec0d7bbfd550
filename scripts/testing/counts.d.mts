export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures?: readonly string[];
}
export declare function vitestCounts(file: string, code: number): Counts;
