import type * as Syntax from 'acorn';
import type { Expression, FunctionName } from '../expressions/expression.js';
import { expression } from './scalars.js';
import { asText } from './operation.js';
import { place, refuseAt, type Frame } from './frame.js';
import { nothing, scalar, type Builtin, type StateValue, type Value } from './value.js';

const mathFunctions: Readonly<Record<string, FunctionName>> = {
  abs: 'abs',
  ceil: 'ceil',
  floor: 'floor',
  max: 'max',
  min: 'min',
  round: 'round',
  trunc: 'trunc',
};

/** Of text: how many arguments each takes. */
const textFunctions: Readonly<Record<string, number>> = {
  endsWith: 1,
  includes: 1,
  replaceAll: 2,
  startsWith: 1,
  trim: 0,
};

/** What a call gives. Only where it is a statement of its own it may emit and write states. */
export function evaluateCall(node: Syntax.CallExpression, frame: Frame, isStatement: boolean): Value {
  const { callee } = node;
  if (node.optional || callee.type === 'Super') return refuseAt(node, frame, 'this call has no twin in SQL.');
  if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && !callee.computed) {
    if (callee.object.type === 'Super') return refuseAt(node, frame, 'this call has no twin in SQL.');
    return callMethod(
      node,
      frame.reader.evaluate(callee.object, frame),
      callee.property.name,
      frame,
      isStatement,
    );
  }
  const value = frame.reader.evaluate(callee, frame);
  if (value.kind === 'builtin') return callBuiltin(node, value, frame, isStatement);
  if (value.kind === 'global' && value.name === 'String') {
    const [operand] = argumentsOf(node, frame, 1);
    return scalar(asText(operand!, place(node, frame)));
  }
  if (value.kind === 'function') return callOwn(node, value, frame);
  return refuseAt(node, frame, 'this call has no twin in SQL.');
}

function callMethod(
  node: Syntax.CallExpression,
  owner: Value,
  name: string,
  frame: Frame,
  isStatement: boolean,
): Value {
  if (owner.kind === 'state') return callState(node, owner, name, frame, isStatement);
  if (owner.kind === 'global' && owner.name === 'Math') return callMath(node, name, frame);
  if (owner.kind === 'scalar' && owner.expression.type === 'string') {
    return callOfText(node, owner.expression, name, frame);
  }
  const value = owner.kind === 'struct' ? owner.fields.get(name) : undefined;
  if (value?.kind === 'builtin') return callBuiltin(node, value, frame, isStatement);
  if (value?.kind === 'function') return callOwn(node, value, frame);
  return refuseAt(node, frame, `“.${name}(…)” has no twin in SQL.`);
}

/** Another function of the definition's: its body in place of the call. */
function callOwn(
  node: Syntax.CallExpression,
  { source }: Extract<Value, { kind: 'function' }>,
  frame: Frame,
): Value {
  const args = plainArguments(node, frame).map((argument) => frame.reader.evaluate(argument, frame));
  const { states } = frame.effects;
  const { returned, emitted, states: after } = frame.reader.call(source, args, states, frame.depth + 1);
  if (emitted.length > 0 || [...after].some(([name, value]) => states.get(name) !== value)) {
    refuseAt(node, frame, 'only the function itself may emit and write states, not one that it calls.');
  }
  return returned;
}

function callState(
  node: Syntax.CallExpression,
  { name, field }: StateValue,
  method: string,
  frame: Frame,
  isStatement: boolean,
): Value {
  if (method === 'value') return scalar(frame.effects.states.get(name)!);
  if (method !== 'update') {
    return refuseAt(node, frame, `“.${method}(…)” of a state has no twin in SQL.`);
  }
  const [operand] = argumentsOf(node, frame, 1);
  if (!isStatement) return refuseAt(node, frame, 'write a state in a statement of its own.');
  const at = place(node, frame);
  frame.effects.states.set(name, {
    kind: 'declared',
    type: operand!.type,
    name,
    field,
    operand: operand!,
    at,
  });
  return nothing;
}

function callBuiltin(
  node: Syntax.CallExpression,
  { name }: Builtin,
  frame: Frame,
  isStatement: boolean,
): Value {
  const at = place(node, frame);
  if (name === 'random.float') return scalar({ kind: 'random', type: 'number', below: undefined, at });
  if (name === 'random.int') {
    const [below] = argumentsOf(node, frame, 1);
    return scalar({ kind: 'random', type: 'number', below: below!, at });
  }
  const [argument] = plainArguments(node, frame);
  if (argument === undefined || !isStatement) {
    return refuseAt(node, frame, 'emit a record in a statement of its own.');
  }
  frame.effects.emitted.push({ when: undefined, record: frame.reader.evaluate(argument, frame) });
  return nothing;
}

function callMath(node: Syntax.CallExpression, method: string, frame: Frame): Value {
  const name = mathFunctions[method];
  if (name === undefined) {
    return refuseAt(node, frame, `Math.${method} gives other last digits in Java than in JavaScript.`);
  }
  const args = argumentsOf(node, frame, name === 'max' || name === 'min' ? undefined : 1);
  const at = place(node, frame);
  if (args.length === 0) return refuseAt(node, frame, `Math.${method} of nothing has no twin in SQL.`);
  if (args.some(({ type }) => type !== 'number')) {
    return refuseAt(node, frame, `Math.${method} is for numbers only here.`);
  }
  return scalar({ kind: 'call', type: 'number', name, args, at });
}

function callOfText(node: Syntax.CallExpression, text: Expression, method: string, frame: Frame): Value {
  const count = textFunctions[method];
  const at = place(node, frame);
  if (method === 'toString') return scalar(text);
  if (count === undefined) return refuseAt(node, frame, `“.${method}(…)” of a text ${reasonFor(method)}`);
  const args = argumentsOf(node, frame, count);
  if (args.some(({ type }) => type !== 'string')) {
    return refuseAt(node, frame, `“.${method}(…)” is for text only here.`);
  }
  if (method === 'replaceAll') checkReplacement(args, node, frame);
  const isQuestion = method !== 'replaceAll' && method !== 'trim';
  const type = isQuestion ? 'boolean' : 'string';
  return scalar({ kind: 'call', type, name: method as FunctionName, args: [text, ...args], at });
}

function reasonFor(method: string): string {
  if (method === 'toUpperCase' || method === 'toLowerCase') {
    return 'depends on the language that the cluster is set to.';
  }
  if (['slice', 'substring', 'charAt', 'indexOf', 'at', 'padStart', 'padEnd'].includes(method)) {
    return 'counts in UTF-16 units, SQL in characters.';
  }
  return 'has no twin in SQL.';
}

/** JavaScript gives “$” in what is put in a meaning of its own, and finds empty text everywhere. */
function checkReplacement([what, by]: readonly Expression[], node: Syntax.Node, frame: Frame): void {
  const isPlain = what?.kind === 'literal' && what.value !== '' && by?.kind === 'literal';
  if (!isPlain || String(by.value).includes('$')) {
    refuseAt(node, frame, '“.replaceAll(…)” has a twin in SQL for two plain texts only, without “$”.');
  }
}

function argumentsOf(
  node: Syntax.CallExpression,
  frame: Frame,
  count: number | undefined,
): readonly Expression[] {
  const args = plainArguments(node, frame);
  if (count !== undefined && args.length !== count) {
    refuseAt(node, frame, `this takes ${count === 1 ? 'one argument' : `${count} arguments`} here.`);
  }
  return args.map((argument) => expression(argument, frame));
}

function plainArguments(node: Syntax.CallExpression, frame: Frame): readonly Syntax.Expression[] {
  return node.arguments.map((argument) =>
    argument.type === 'SpreadElement'
      ? refuseAt(argument, frame, 'arguments must be written one by one.')
      : argument,
  );
}
