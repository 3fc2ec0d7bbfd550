import type { FieldKind } from '../../engine/pipeline/recordTypes.js';
import type { DefinitionPlace } from '../../engine/pipeline/place.js';
import type { DatePart } from './dateCalls.js';

/** The types of JavaScript that expressions of a definition may have here. */
export type ScalarType = 'number' | 'string' | 'boolean';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export type OrderOperator = '<' | '<=' | '>' | '>=';
export type EqualityOperator = '===' | '!==';
export type LogicOperator = '&&' | '||';
export type BinaryOperator = ArithmeticOperator | OrderOperator | EqualityOperator | LogicOperator | 'concat';

export const numberCallNames = [
  'abs',
  'ceil',
  'floor',
  'isFinite',
  'isInteger',
  'isNaN',
  'isSafeInteger',
  'max',
  'min',
  'round',
  'sign',
  'trunc',
] as const;

export type NumberCallName = (typeof numberCallNames)[number];

/** `part` and `parts` are one part, and the number of parts, of what `split` gives. */
export const textCallNames = [
  'endsWith',
  'includes',
  'indexOf',
  'length',
  'padEnd',
  'padStart',
  'part',
  'parts',
  'repeat',
  'replace',
  'replaceAll',
  'slice',
  'startsWith',
  'toLowerCase',
  'toUpperCase',
  'trim',
  'trimEnd',
  'trimStart',
] as const;

export type TextCallName = (typeof textCallNames)[number];

/** `cell…` are what is in a CSV file. */
export const parseNames = ['cellBoolean', 'cellNumber', 'parseFloat', 'parseInt', 'toNumber'] as const;

export type ParseName = (typeof parseNames)[number];

export type DateCallName = 'isoText' | 'parsedDate' | DatePart;

/** What has a twin in SQL that gives the same to the last bit. */
export type FunctionName = NumberCallName | TextCallName | ParseName | DateCallName;

export function isNamed<Name extends FunctionName>(names: readonly Name[], name: FunctionName): name is Name {
  return names.some((known) => known === name);
}

export type AggregateName = 'count' | 'sum' | 'min' | 'max' | 'first' | 'last';

interface Placed {
  readonly type: ScalarType;
  /** Where in the definition it is written. */
  readonly at: DefinitionPlace | undefined;
}

/** What is known of a number before it is there. */
export interface NumberFacts {
  readonly isWhole: boolean;
  readonly low: number;
  readonly high: number;
  readonly mayBeNaN: boolean;
  /** Whether SQL may have 0 where JavaScript has −0, or the other way: only a division shows it. */
  readonly zeroSignDiffers: boolean;
}

/** A field of the records that come in. */
export interface Column extends Placed {
  readonly kind: 'column';
  readonly name: string;
  readonly field: ScalarKind;
  /** Of a number. */
  readonly facts: NumberFacts;
}

export interface Literal extends Placed {
  readonly kind: 'literal';
  readonly value: number | string | boolean;
}

export function literalOf(value: Literal['value'], at: Expression['at']): Literal {
  return { kind: 'literal', type: typeof value as ScalarType, value, at };
}

export interface Binary extends Placed {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Unary extends Placed {
  readonly kind: 'unary';
  readonly operator: '-' | '!';
  readonly operand: Expression;
}

export interface Conditional extends Placed {
  readonly kind: 'conditional';
  readonly test: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

export interface Call extends Placed {
  readonly kind: 'call';
  readonly name: FunctionName;
  readonly args: readonly Expression[];
}

/** A number or a boolean as text. */
export interface Text extends Placed {
  readonly kind: 'text';
  readonly operand: Expression;
}

/** A whole number from 0 to `below` − 1, or, without `below`, any from 0 up to 1. */
export interface RandomDraw extends Placed {
  readonly kind: 'random';
  readonly below: Expression | undefined;
}

/** Where the window begins or ends, ms. */
export interface WindowBound extends Placed {
  readonly kind: 'windowBound';
  readonly bound: 'start' | 'end';
  readonly isWholeSeconds: boolean;
}

/** A state of the key, or a field of an accumulator, as it was before the record. */
export interface Before extends Placed {
  readonly kind: 'before';
  readonly name: string;
  readonly field: ScalarKind;
}

/** Over all records of the key, or of the window, up to and with this one. */
export interface Aggregate extends Placed {
  readonly kind: 'aggregate';
  readonly name: AggregateName;
  readonly operand: Expression | undefined;
  /** Of the state that it stands for. */
  readonly label: string;
  /** Of those only for which it is true; where there is none yet, `otherwise`. */
  readonly when?: Expression;
  readonly otherwise?: Expression;
  /** Of a sum: whether it begins with 0, not with the first record. */
  readonly isFromZero?: boolean;
  /** The column that has it, once one does. */
  readonly column?: string;
}

/** The value of a field of a declared type, which must be able to hold it. */
export interface Declared extends Placed {
  readonly kind: 'declared';
  readonly name: string;
  readonly field: ScalarKind;
  readonly operand: Expression;
}

export type Expression =
  | Column
  | Literal
  | Binary
  | Unary
  | Conditional
  | Call
  | Text
  | RandomDraw
  | WindowBound
  | Before
  | Aggregate
  | Declared;

/** The kinds of fields that have a type in SQL. */
export type ScalarKind = Exclude<FieldKind, 'bytes' | 'json'>;

export const typeOfKind: Readonly<Record<ScalarKind, ScalarType>> = {
  int32: 'number',
  int64: 'number',
  float64: 'number',
  boolean: 'boolean',
  string: 'string',
};

/** Whether two are written alike, wherever that is. */
export function isSame(one: Expression, other: Expression): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf(expression: Expression): string {
  return JSON.stringify(expression, (name, value: unknown) => {
    if (name === 'at' || name === 'facts') return undefined;
    return typeof value === 'number' && (Object.is(value, -0) || !Number.isFinite(value))
      ? String(1 / value) + String(value)
      : value;
  });
}

/** What an expression is made of. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'column':
    case 'literal':
    case 'before':
    case 'windowBound':
      return [];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.test, expression.yes, expression.no];
    case 'call':
      return expression.args;
    case 'unary':
    case 'text':
    case 'declared':
      return [expression.operand];
    case 'random':
      return expression.below === undefined ? [] : [expression.below];
    case 'aggregate':
      return [expression.operand, expression.when, expression.otherwise].filter((part) => part !== undefined);
  }
}

export function contains(expression: Expression, isMeant: (part: Expression) => boolean): boolean {
  return isMeant(expression) || operandsOf(expression).some((part) => contains(part, isMeant));
}

/** The same with each part that `other` has something else for put in its place, the outermost first. */
export function replaced(
  expression: Expression,
  other: (part: Expression) => Expression | undefined,
): Expression {
  const instead = other(expression);
  if (instead !== undefined) return instead;
  const inner = (part: Expression): Expression => replaced(part, other);
  switch (expression.kind) {
    case 'column':
    case 'literal':
    case 'before':
    case 'windowBound':
      return expression;
    case 'binary':
      return { ...expression, left: inner(expression.left), right: inner(expression.right) };
    case 'conditional': {
      const { test, yes, no } = expression;
      return { ...expression, test: inner(test), yes: inner(yes), no: inner(no) };
    }
    case 'call':
      return { ...expression, args: expression.args.map(inner) };
    case 'unary':
    case 'text':
    case 'declared':
      return { ...expression, operand: inner(expression.operand) };
    case 'random':
      return expression.below === undefined ? expression : { ...expression, below: inner(expression.below) };
    case 'aggregate': {
      const { operand, when, otherwise } = expression;
      return {
        ...expression,
        operand: operand && inner(operand),
        ...(when && { when: inner(when) }),
        ...(otherwise && { otherwise: inner(otherwise) }),
      };
    }
  }
}
