import type * as Syntax from 'acorn';
import { isSame, type Expression } from '../expressions/expression.js';
import { narrowed } from '../expressions/narrowed.js';
import { place, refuseAt, type Frame } from './frame.js';
import { scalar, type Value } from './value.js';

/** A number, a text, true or false. */
export function expression(node: Syntax.Expression, frame: Frame): Expression {
  const value = frame.reader.evaluate(node, frame);
  if (value.kind === 'scalar') return value.expression;
  return refuseAt(node, frame, 'this must be a number, a text, true or false.');
}

/** Something that is true or false; JavaScript would take anything. */
export function condition(node: Syntax.Expression, frame: Frame): Expression {
  const found = expression(node, frame);
  if (found.type === 'boolean') return found;
  return refuseAt(node, frame, `a ${found.type} is taken for true or false here: compare it with something.`);
}

/** One of two values of the same type. */
export function chosen(test: Expression, yes: Value, no: Value, node: Syntax.Node, frame: Frame): Value {
  if (yes.kind === 'nothing' && no.kind === 'nothing') return yes;
  if (yes.kind === 'scalar' && no.kind === 'scalar') {
    const { type } = yes.expression;
    if (isSame(yes.expression, no.expression)) return yes;
    if (type !== no.expression.type) refuseAt(node, frame, 'the two sides are of different types.');
    const at = place(node, frame);
    return scalar({
      kind: 'conditional',
      type,
      test,
      yes: narrowed(yes.expression, test, true),
      no: narrowed(no.expression, test, false),
      at,
    });
  }
  if (yes.kind === 'struct' && no.kind === 'struct') {
    const names = [...yes.fields.keys()];
    if (names.length === no.fields.size && names.every((name) => no.fields.has(name))) {
      const fields = names.map(
        (name) => [name, chosen(test, yes.fields.get(name)!, no.fields.get(name)!, node, frame)] as const,
      );
      return { kind: 'struct', fields: new Map(fields) };
    }
  }
  return refuseAt(node, frame, 'the two sides are not of one type.');
}
