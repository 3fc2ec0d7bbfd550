/** Methods of a stream or environment that make an operator; `keyBy`, `union`, `connect` and `window` make none. */
export const operatorMethods = [
  'source',
  'map',
  'filter',
  'flatMap',
  'process',
  'reduce',
  'aggregate',
  'sinkTo',
] as const;
export type OperatorMethod = (typeof operatorMethods)[number];

/** Where a pipeline stands in its definition. Lines count from 1, columns from 0. */
export interface PipelineLocation {
  /** Absent where the name is not a literal. */
  readonly name?: string;
  readonly line: number;
  readonly column: number;
  /** In the order in which the pipeline makes them. */
  readonly operators: readonly LocatedOperator[];
}

export interface LocatedOperator {
  readonly method: OperatorMethod;
  /** From a chained `.name('…')`; absent where there is none or it is not a literal. */
  readonly name?: string;
  /** From a chained `.uid('…')`; absent where there is none or it is not a literal. */
  readonly uid?: string;
  /** Of the method's name, from 1. */
  readonly line: number;
  /** Of the method's name, from 0. */
  readonly column: number;
}
