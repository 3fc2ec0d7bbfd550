import type * as Syntax from 'acorn';
import type { Expression, ScalarType } from '../expressions/expression.js';
import { refuseAt, type Frame } from './frame.js';
import { expression } from './scalars.js';

export function plainArguments(node: Syntax.CallExpression, frame: Frame): readonly Syntax.Expression[] {
  return node.arguments.map((argument) =>
    argument.type === 'SpreadElement'
      ? refuseAt(argument, frame, 'arguments must be written one by one.')
      : argument,
  );
}

const forTypeOnly: Readonly<Record<ScalarType, string>> = {
  string: 'this is for text only here.',
  number: 'this is for numbers only here.',
  boolean: 'this is for booleans only here.',
};

/** So many numbers, texts or booleans, or, without `count`, any number of them. */
export function scalarArguments(
  node: Syntax.CallExpression,
  frame: Frame,
  count: number | undefined,
): readonly Expression[] {
  const args = plainArguments(node, frame);
  if (count !== undefined && args.length !== count) {
    refuseAt(
      node,
      frame,
      count === 1 ? 'this takes one argument here.' : `this takes ${count} arguments here.`,
    );
  }
  return args.map((argument) => expression(argument, frame));
}

/** @throws {SqlRefusal} where one of them is of another type */
export function argumentsOfType(
  type: ScalarType,
  node: Syntax.CallExpression,
  frame: Frame,
  count: number | undefined,
): readonly Expression[] {
  const args = scalarArguments(node, frame, count);
  if (args.some((argument) => argument.type !== type)) {
    refuseAt(node, frame, forTypeOnly[type]);
  }
  return args;
}

/** An argument that is the same whole number for all records. */
export function wholeArgument(argument: Expression, node: Syntax.Node, frame: Frame): number {
  if (argument.kind === 'literal' && Number.isSafeInteger(argument.value)) return Number(argument.value);
  return refuseAt(
    node,
    frame,
    'a position or a length must be a plain whole number, so that SQL counts alike.',
  );
}
