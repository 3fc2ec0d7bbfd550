import type * as Syntax from 'acorn';
import { literalOf, type Expression, type ParseName } from '../expressions/expression.js';
import { argumentsOfType, scalarArguments } from './callArguments.js';
import { place, refuseAt, type Frame } from './frame.js';
import { scalar, type Value } from './value.js';

const mathFunctions = ['abs', 'ceil', 'floor', 'max', 'min', 'round', 'sign', 'trunc'] as const;

const tests = ['isFinite', 'isInteger', 'isNaN', 'isSafeInteger'] as const;

export function callMath(node: Syntax.CallExpression, method: string, frame: Frame): Value {
  const at = place(node, frame);
  const name = mathFunctions.find((known) => known === method);
  const args = scalarArguments(node, frame, name === undefined || isExtreme(name) ? undefined : 1);
  if (args.some(({ type }) => type !== 'number')) {
    return refuseAt(node, frame, `Math.${method} is for numbers only here.`);
  }
  const known = ofConstants(method, args);
  if (known !== undefined) return scalar(literalOf(known, at));
  if (name !== undefined) return scalar({ kind: 'call', type: 'number', name, args, at });
  return refuseAt(
    node,
    frame,
    method === 'pow'
      ? 'Math.pow gives other last digits in Java than in JavaScript: write x * x for the square, and so on.'
      : `Math.${method} gives other last digits in Java than in JavaScript: compute it where the results are read.`,
  );
}

function isExtreme(name: string): boolean {
  return name === 'max' || name === 'min';
}

/** What is the same for all records is computed here, whatever the function. */
function ofConstants(method: string, args: readonly Expression[]): number | undefined {
  const of = Object.hasOwn(Math, method)
    ? (Math as unknown as Readonly<Record<string, unknown>>)[method]
    : undefined;
  if (typeof of !== 'function' || method === 'random') return undefined;
  const values = args.map((argument) => (argument.kind === 'literal' ? argument.value : undefined));
  if (values.includes(undefined)) return undefined;
  return (of as (...numbers: readonly unknown[]) => number)(...values);
}

/** `Number.isInteger(x)` and the like. */
export function callOfNumber(node: Syntax.CallExpression, method: string, frame: Frame): Value {
  const name = tests.find((known) => known === method);
  if (name !== undefined) {
    const args = argumentsOfType('number', node, frame, 1);
    return scalar({ kind: 'call', type: 'boolean', name, args, at: place(node, frame) });
  }
  if (method === 'parseFloat' || method === 'parseInt') return callParse(node, method, frame);
  return refuseAt(node, frame, `Number.${method} has no twin in SQL.`);
}

/** `Number(x)`, and `+x`. */
export function asNumber(operand: Expression, node: Syntax.Node, frame: Frame): Value {
  const at = place(node, frame);
  if (operand.type === 'number') return scalar(operand);
  if (operand.type === 'string') return parsed('toNumber', operand, at);
  const [yes, no] = [literalOf(1, at), literalOf(0, at)];
  return scalar({ kind: 'conditional', type: 'number', test: operand, yes, no, at });
}

/** `parseFloat(text)` and `parseInt(text, 10)`. */
export function callParse(node: Syntax.CallExpression, name: 'parseFloat' | 'parseInt', frame: Frame): Value {
  const [text, radix] = scalarArguments(node, frame, name === 'parseInt' ? 2 : 1);
  if (text!.type !== 'string') return refuseAt(node, frame, `${name}(…) is for text only here.`);
  if (radix !== undefined && (radix.kind !== 'literal' || radix.value !== 10)) {
    return refuseAt(node, frame, 'parseInt(…) has a twin in SQL with the radix 10 only.');
  }
  return parsed(name, text!, place(node, frame));
}

function parsed(name: ParseName, text: Expression, at: Expression['at']): Value {
  return scalar({ kind: 'call', type: 'number', name, args: [text], at });
}
