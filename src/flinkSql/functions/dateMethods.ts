import type * as Syntax from 'acorn';
import { dateParts, type DatePart } from '../expressions/dateCalls.js';
import { literalOf, type Expression } from '../expressions/expression.js';
import { argumentsOfType, scalarArguments } from './callArguments.js';
import { place, refuseAt, type Frame } from './frame.js';
import { operation } from './operation.js';
import { expression } from './scalars.js';
import { scalar, type Value } from './value.js';

/** `Date.parse(text)`. */
export function callOfDates(node: Syntax.CallExpression, method: string, frame: Frame): Value {
  if (method === 'parse') {
    const [text] = argumentsOfType('string', node, frame, 1);
    return scalar(parsedDate(text!, node, frame));
  }
  if (method === 'now') {
    return refuseAt(node, frame, 'Date.now() is another for each machine: take the time of the records.');
  }
  return refuseAt(node, frame, `Date.${method} has no twin in SQL.`);
}

/** `new Date(ms)` and `new Date(text)`. */
export function newDate(node: Syntax.NewExpression, frame: Frame): Value {
  const [argument, ...others] = node.arguments;
  if (argument === undefined || argument.type === 'SpreadElement' || others.length > 0) {
    return refuseAt(node, frame, 'a date is made of a number of ms or of a text here.');
  }
  const of = expression(argument, frame);
  if (of.type === 'boolean') {
    return refuseAt(node, frame, 'a date is made of a number of ms or of a text here.');
  }
  return { kind: 'date', ms: of.type === 'string' ? parsedDate(of, node, frame) : of };
}

function parsedDate(text: Expression, node: Syntax.Node, frame: Frame): Expression {
  return { kind: 'call', type: 'number', name: 'parsedDate', args: [text], at: place(node, frame) };
}

/** A method of a date. @throws {SqlRefusal} for what depends on the time zone of where it runs */
export function callOfDate(
  node: Syntax.CallExpression,
  { ms }: Extract<Value, { kind: 'date' }>,
  method: string,
  frame: Frame,
): Value {
  scalarArguments(node, frame, 0);
  const at = place(node, frame);
  if (method === 'getTime' || method === 'valueOf') return scalar(ms);
  if (method === 'toISOString' || method === 'toJSON') {
    return scalar({ kind: 'call', type: 'string', name: 'isoText', args: [ms], at });
  }
  if (Object.hasOwn(dateParts, method)) {
    return scalar({ kind: 'call', type: 'number', name: method as DatePart, args: [ms], at });
  }
  if (method === 'getUTCDay') return scalar(weekday(ms, at));
  const utc = `getUTC${method.slice('get'.length)}`;
  const instead = Object.hasOwn(dateParts, utc) || utc === 'getUTCDay' ? utc : 'toISOString';
  return refuseAt(node, frame, `“.${method}(…)” depends on where it runs: use ${instead}().`);
}

/** The first of January 1970 was a Thursday. */
function weekday(ms: Expression, at: Expression['at']): Expression {
  const number = (value: number): Expression => literalOf(value, at);
  const floor = (of: Expression): Expression => ({
    kind: 'call',
    type: 'number',
    name: 'floor',
    args: [of],
    at,
  });
  const days = operation('+', floor(operation('/', ms, number(86_400_000), at)), number(4), at);
  const weeks = floor(operation('/', days, number(7), at));
  return operation('-', days, operation('*', weeks, number(7), at), at);
}
