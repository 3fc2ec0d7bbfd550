import type * as Syntax from 'acorn';
import type { Expression } from '../expressions/expression.js';
import { plainArguments, scalarArguments } from './callArguments.js';
import { callOfDate, callOfDates } from './dateMethods.js';
import { asText } from './operation.js';
import { place, refuseAt, type Frame } from './frame.js';
import { callOfList, itemsOf } from './listMethods.js';
import { asNumber, callMath, callOfNumber, callParse } from './numberMethods.js';
import { callOfText } from './textMethods.js';
import { nothing, scalar, type Builtin, type GlobalName, type StateValue, type Value } from './value.js';

/** What a call gives. Only where it is a statement of its own it may emit and write states. */
export function evaluateCall(node: Syntax.CallExpression, frame: Frame, isStatement: boolean): Value {
  const { callee } = node;
  if (callee.type === 'Super') return refuseAt(node, frame, 'this call has no twin in SQL.');
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
  if (value.kind === 'global') return callGlobal(node, value.name, frame);
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
  if (owner.kind === 'global') {
    const ofGlobal = { Math: callMath, Number: callOfNumber, Date: callOfDates } as const;
    if (owner.name in ofGlobal) return ofGlobal[owner.name as keyof typeof ofGlobal](node, name, frame);
  }
  if (owner.kind === 'scalar') return callOfScalar(node, owner.expression, name, frame);
  if (owner.kind === 'date') return callOfDate(node, owner, name, frame);
  const items = itemsOf(owner, node, frame);
  if (items !== undefined) return callOfList(node, items, name, frame);
  const value = owner.kind === 'struct' ? owner.fields.get(name) : undefined;
  if (value?.kind === 'builtin') return callBuiltin(node, value, frame, isStatement);
  if (value?.kind === 'function') return callOwn(node, value, frame);
  return refuseAt(node, frame, `“.${name}(…)” has no twin in SQL.`);
}

function callGlobal(node: Syntax.CallExpression, name: GlobalName, frame: Frame): Value {
  switch (name) {
    case 'String': {
      const [operand] = scalarArguments(node, frame, 1);
      return scalar(asText(operand!, place(node, frame)));
    }
    case 'Number': {
      const [operand] = scalarArguments(node, frame, 1);
      return asNumber(operand!, node, frame);
    }
    case 'parseFloat':
    case 'parseInt':
      return callParse(node, name, frame);
    case 'Date':
    case 'Math':
      return refuseAt(node, frame, 'this call has no twin in SQL.');
  }
}

function callOfScalar(node: Syntax.CallExpression, value: Expression, method: string, frame: Frame): Value {
  if (value.type === 'string') return callOfText(node, value, method, frame);
  if (method === 'toString') {
    scalarArguments(node, frame, 0);
    return scalar(asText(value, place(node, frame)));
  }
  return refuseAt(
    node,
    frame,
    method === 'toFixed'
      ? `“.${method}(…)” of a ${value.type} rounds in another way than SQL.`
      : `“.${method}(…)” of a ${value.type} has no twin in SQL.`,
  );
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
  const [operand] = scalarArguments(node, frame, 1);
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
    const [below] = scalarArguments(node, frame, 1);
    return scalar({ kind: 'random', type: 'number', below: below!, at });
  }
  const [argument] = plainArguments(node, frame);
  if (argument === undefined || !isStatement) {
    return refuseAt(node, frame, 'emit a record in a statement of its own.');
  }
  frame.effects.emitted.push({ when: undefined, record: frame.reader.evaluate(argument, frame) });
  return nothing;
}
