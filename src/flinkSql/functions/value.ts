import type { Expression, ScalarKind } from '../expressions/expression.js';
import type { FunctionSource } from './functionSource.js';

/** What a name or an expression of a definition's function stands for, before any record is there. */
export type Value =
  | Scalar
  | Struct
  | Constant
  | DateValue
  | List
  | Parts
  | FunctionValue
  | Global
  | StateValue
  | Builtin
  | Nothing;

/** A number, a text, true or false. */
export interface Scalar {
  readonly kind: 'scalar';
  readonly expression: Expression;
}

/** An object with known fields: a record, an accumulator, a context. */
export interface Struct {
  readonly kind: 'struct';
  readonly fields: ReadonlyMap<string, Value>;
}

/** An object that the definition has made before, as it is. */
export interface Constant {
  readonly kind: 'constant';
  readonly value: object;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly source: FunctionSource;
}

/** A `Date`: its ms. */
export interface DateValue {
  readonly kind: 'date';
  readonly ms: Expression;
}

/** An array that a function writes out. */
export interface List {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

/** A text that was split. */
export interface Parts {
  readonly kind: 'parts';
  readonly text: Expression;
  readonly separator: Expression;
}

/** `Math` and the like. */
export interface Global {
  readonly kind: 'global';
  readonly name: GlobalName;
}

export const globalNames = ['Date', 'Math', 'Number', 'String', 'parseFloat', 'parseInt'] as const;

export type GlobalName = (typeof globalNames)[number];

/** The state of a key under its name in `state: { … }`. */
export interface StateValue {
  readonly kind: 'state';
  readonly name: string;
  readonly field: ScalarKind;
}

/** A function that the engine hands in. */
export interface Builtin {
  readonly kind: 'builtin';
  readonly name: 'emit' | 'random.int' | 'random.float';
}

/** `undefined`, or what has no value. */
export interface Nothing {
  readonly kind: 'nothing';
}

export const nothing: Nothing = { kind: 'nothing' };

export function scalar(expression: Expression): Scalar {
  return { kind: 'scalar', expression };
}

/** One way through a function, or all ways put together: what it gave back, wrote and emitted. */
export interface Outcome {
  readonly returned: Value;
  /** States that were written, as they are afterwards. */
  readonly states: ReadonlyMap<string, Expression>;
  readonly emitted: readonly Emitted[];
}

export interface Emitted {
  /** Without it always. */
  readonly when: Expression | undefined;
  readonly record: Value;
  /** Where it is emitted once for each part of a text. */
  readonly each?: Each;
}

/** The parts of a text, one row each. */
export interface Each {
  readonly text: Expression;
  readonly separator: Expression;
  /** Of the column that has a part. */
  readonly name: string;
}
