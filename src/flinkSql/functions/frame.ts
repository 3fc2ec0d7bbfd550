import type * as Syntax from 'acorn';
import type { Node } from 'acorn';
import type { DefinitionPlace } from '../../engine/pipeline/place.js';
import { literalOf, type Expression } from '../expressions/expression.js';
import { refuse } from '../expressions/refusal.js';
import type { AnyFunction, FunctionSource } from './functionSource.js';
import { globalNames, nothing, scalar, type Emitted, type Outcome, type Value } from './value.js';

/** A call that is being read: of which function, with which variables. */
export interface Frame {
  readonly source: FunctionSource;
  readonly variables: Map<string, Value>;
  readonly effects: Effects;
  /** How many calls are around it. */
  readonly depth: number;
  readonly reader: Reader;
}

/** What reads the parts of a function: expressions have calls in them, and calls expressions. */
export interface Reader {
  readonly evaluate: (node: Syntax.Expression, frame: Frame) => Value;
  readonly call: (
    source: FunctionSource,
    args: readonly Value[],
    states: ReadonlyMap<string, Expression>,
    depth: number,
  ) => Outcome;
}

/** What has happened on the way so far. */
export interface Effects {
  /** As they are now. */
  readonly states: Map<string, Expression>;
  readonly emitted: Emitted[];
}

export function place(node: Node, { source }: Frame): DefinitionPlace | undefined {
  return source.placeOf(node);
}

/** @throws {SqlRefusal} always, for what stands at `node` */
export function refuseAt(node: Node, frame: Frame, reason: string): never {
  return refuse(reason, place(node, frame));
}

/** What a name stands for: a variable of the function, one from outside it, one of the language. */
export function variable(node: Node & { readonly name: string }, frame: Frame): Value {
  const { name } = node;
  const own = frame.variables.get(name);
  if (own !== undefined) return own;
  const outer = frame.source.variable(name);
  if (outer !== undefined) return valueOf(outer.value, node, frame);
  if (name === 'undefined') return nothing;
  const global = globalNames.find((known) => known === name);
  if (global !== undefined) return { kind: 'global', name: global };
  if (name === 'Infinity' || name === 'NaN') return valueOf(Number(name), node, frame);
  return refuseAt(node, frame, `“${name}” has no twin in SQL.`);
}

/** A value of the definition's own as one of a function that is being read. */
export function valueOf(value: unknown, node: Node, frame: Frame): Value {
  switch (typeof value) {
    case 'number':
    case 'string':
    case 'boolean':
      return scalar(literalOf(value, place(node, frame)));
    case 'function':
      return { kind: 'function', source: frame.source.functionSource(value as AnyFunction) };
    case 'object':
      if (value !== null) return { kind: 'constant', value };
      break;
    case 'undefined':
      return nothing;
    case 'bigint':
    case 'symbol':
      break;
  }
  return refuseAt(
    node,
    frame,
    `a value of type ${value === null ? 'null' : typeof value} has no twin in SQL.`,
  );
}
