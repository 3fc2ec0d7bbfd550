import type * as Syntax from 'acorn';
import { literalOf, type Expression } from '../expressions/expression.js';
import { scalarArguments } from './callArguments.js';
import { place, refuseAt, valueOf, type Frame } from './frame.js';
import { asText, operation } from './operation.js';
import { scalar, type Value } from './value.js';

/** The items of an array that is written in a function, or that it has from around it; of a set, too. */
export function itemsOf(value: Value, node: Syntax.Node, frame: Frame): readonly Value[] | undefined {
  if (value.kind === 'list') return value.items;
  if (value.kind !== 'constant') return undefined;
  const { value: known } = value;
  if (!Array.isArray(known) && !(known instanceof Set)) return undefined;
  return [...(known as Iterable<unknown>)].map((item) => valueOf(item, node, frame));
}

/** A method of a list whose items are known. @throws {SqlRefusal} for one that has no twin in SQL */
export function callOfList(
  node: Syntax.CallExpression,
  items: readonly Value[],
  method: string,
  frame: Frame,
): Value {
  const at = place(node, frame);
  switch (method) {
    case 'has':
    case 'includes': {
      const [wanted] = scalarArguments(node, frame, 1);
      const isAny = scalars(items, node, frame)
        .filter(({ type }) => type === wanted!.type)
        .map((item) => operation('===', wanted!, item, at));
      const [first = literalOf(false, at), ...others] = isAny;
      return scalar(others.reduce((left, right): Expression => either(left, right, at), first));
    }
    case 'join': {
      const [separator = literalOf(',', at)] = scalarArguments(node, frame, undefined);
      const texts = scalars(items, node, frame).map((item) => asText(item, at));
      const [first = literalOf('', at), ...others] = texts;
      return scalar(
        others.reduce((left, right) => operation('+', operation('+', left, separator, at), right, at), first),
      );
    }
    default:
      return refuseAt(node, frame, `“.${method}(…)” of a list has no twin in SQL.`);
  }
}

function scalars(items: readonly Value[], node: Syntax.Node, frame: Frame): readonly Expression[] {
  return items.map((item) =>
    item.kind === 'scalar'
      ? item.expression
      : refuseAt(node, frame, 'the list must have numbers, texts and booleans only.'),
  );
}

function either(left: Expression, right: Expression, at: Expression['at']): Expression {
  return { kind: 'binary', type: 'boolean', operator: '||', left, right, at };
}
