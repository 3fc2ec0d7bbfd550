/** An operator as it stands in the source of a Flink job. Lines count from 1, columns from 0. */
export interface SourceOperator {
  /** What makes it: a method of the DataStream API, or a clause of SQL. */
  readonly made: string;
  /** As the source gives it. Absent where it does not, or where only the running program knows. */
  readonly name?: string;
  /** What Flink calls it when nobody names it; the most telling first. */
  readonly defaultNames?: readonly string[];
  readonly uid?: string;
  /** The operators whose records it takes, by their position in the list. */
  readonly inputs: readonly number[];
  readonly line: number;
  readonly column: number;
}
