import type { Place } from './place.js';
import type { SourceText } from './sourceText.js';

/**
 * What a Flink job's source says, as far as streams go through it; the same for Java and Python.
 */
export interface SourceCode {
  /** Functions and methods, wherever they stand. */
  readonly functions: readonly FunctionCode[];
  /** What stands outside of functions. */
  readonly statements: readonly Statement[];
}

export interface FunctionCode {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly statements: readonly Statement[];
  /** Whether it makes an object, before the other functions are called. */
  readonly isConstructor: boolean;
}

export interface Parameter {
  readonly name: string;
  /** By its declared type. */
  readonly isStream: boolean;
}

export type Statement =
  | {
      readonly kind: 'assign';
      readonly name: string;
      readonly value: Expression;
      /** Whether other functions see it, too: a field of the object. */
      readonly isField?: boolean;
    }
  /** Of a condition; the last is empty where it may be that none is taken. */
  | { readonly kind: 'branches'; readonly branches: readonly (readonly Statement[])[] }
  /** A loop over the items of a value. */
  | {
      readonly kind: 'each';
      readonly name: string;
      readonly value: Expression;
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'evaluate'; readonly value: Expression }
  | { readonly kind: 'return'; readonly value: Expression };

export type Expression =
  | Call
  | { readonly kind: 'name'; readonly name: string }
  | ({ readonly kind: 'text' } & SourceText)
  /** One of them, as a condition wants it. */
  | { readonly kind: 'either'; readonly options: readonly Expression[] }
  /** Text put together from parts. */
  | { readonly kind: 'joined'; readonly parts: readonly Expression[] }
  /** Text with `{}`, `%s` and the like, and what comes there. */
  | { readonly kind: 'filled'; readonly template: Expression; readonly values: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'other' };

/** Its place is that of the method's name. */
export interface Call extends Place {
  readonly kind: 'call';
  readonly receiver?: Expression;
  /** As in Java: `fromSource`, also where Python says `from_source`. */
  readonly method: string;
  readonly arguments: readonly Argument[];
}

export interface Argument {
  /** Of a keyword argument in Python. */
  readonly keyword?: string;
  readonly value: Expression;
}

export const other: Expression = { kind: 'other' };
