import type * as Syntax from 'acorn';
import { literalOf, type Expression, type ParseName } from '../expressions/expression.js';
import { argumentsOfType, scalarArguments } from './callArguments.js';
import { place, refuseAt, type Frame } from './frame.js';
import { scalar, type Value } from './value.js';

const mathFunctions = ['abs', 'ceil', 'floor', 'max', 'min', 'round', 'sign', 'trunc'] as const;

const tests = ['isFinite', 'isInteger', 'isNaN', 'isSafeInteger'] as const;

export function callMath(node: Syntax.CallExpression, method: string, frame: Frame): Value {
  const name = mathFunctions.find((known) => known === method);
  if (name === undefined) {
    return refuseAt(node, frame, `Math.${method} gives other last digits in Java than in JavaScript.`);
  }
  const args = scalarArguments(node, frame, name === 'max' || name === 'min' ? undefined : 1);
  if (args.length === 0) return refuseAt(node, frame, `Math.${method} of nothing has no twin in SQL.`);
  if (args.some(({ type }) => type !== 'number')) {
    return refuseAt(node, frame, `Math.${method} is for numbers only here.`);
  }
  return scalar({ kind: 'call', type: 'number', name, args, at: place(node, frame) });
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
