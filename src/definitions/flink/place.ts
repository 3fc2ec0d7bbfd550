/** Lines count from 1, columns from 0, in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}
