import type * as Syntax from 'acorn';
import { literalOf, type BinaryOperator, type Expression } from '../expressions/expression.js';
import { itemAt, member } from './bindPattern.js';
import { newDate } from './dateMethods.js';
import { evaluateCall } from './evaluateCall.js';
import { place, refuseAt, valueOf, variable, type Frame } from './frame.js';
import { itemsOf } from './listMethods.js';
import { asNumber } from './numberMethods.js';
import { asText, operation } from './operation.js';
import { chosen, condition, expression } from './scalars.js';
import { partCount } from './textMethods.js';
import { scalar, type GlobalName, type Value } from './value.js';

/** What an expression stands for. */
export function evaluate(node: Syntax.Expression, frame: Frame): Value {
  const at = place(node, frame);
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the grammar has more than is read
  switch (node.type) {
    case 'Identifier':
      return variable(node, frame);
    case 'Literal':
      return literal(node, frame);
    case 'TemplateLiteral':
      return template(node, frame);
    case 'ParenthesizedExpression':
      return evaluate(node.expression, frame);
    case 'MemberExpression':
      return evaluateMember(node, frame);
    case 'ObjectExpression':
      return object(node, frame);
    case 'ConditionalExpression':
      return chosen(
        condition(node.test, frame),
        evaluate(node.consequent, frame),
        evaluate(node.alternate, frame),
        node,
        frame,
      );
    case 'UnaryExpression':
      return unary(node, frame);
    case 'BinaryExpression':
      if (node.left.type === 'PrivateIdentifier') return refuseAt(node, frame, 'this has no twin in SQL.');
      return scalar(
        operation(node.operator, expression(node.left, frame), expression(node.right, frame), at),
      );
    case 'LogicalExpression': {
      // Nothing here is null or undefined, but what has no value at all.
      if (node.operator === '??') {
        const left = evaluate(node.left, frame);
        return left.kind === 'nothing' ? evaluate(node.right, frame) : left;
      }
      const operator: BinaryOperator = node.operator;
      const [left, right] = [condition(node.left, frame), condition(node.right, frame)];
      return scalar({ kind: 'binary', type: 'boolean', operator, left, right, at });
    }
    case 'ChainExpression':
      return evaluate(node.expression, frame);
    case 'CallExpression':
      return evaluateCall(node, frame, false);
    case 'ArrayExpression':
      return list(node, frame);
    case 'NewExpression':
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date') return newDate(node, frame);
      return refuseAt(node, frame, 'only a Date can be made here.');
    default:
      return refuseAt(node, frame, `${described(node.type)} has no twin in SQL.`);
  }
}

function literal(node: Syntax.Literal, frame: Frame): Value {
  const { value } = node;
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') {
    return scalar(literalOf(value, place(node, frame)));
  }
  return refuseAt(node, frame, 'this value has no twin in SQL.');
}

function template(node: Syntax.TemplateLiteral, frame: Frame): Value {
  const at = place(node, frame);
  const parts: Expression[] = [];
  node.quasis.forEach(({ value }, index) => {
    const text = value.cooked ?? '';
    if (text !== '') parts.push(literalOf(text, at));
    const inserted = node.expressions[index];
    if (inserted !== undefined) parts.push(asText(expression(inserted, frame), at));
  });
  const [first = literalOf('', at), ...rest] = parts;
  return scalar(rest.reduce((left, right) => operation('+', left, right, at), first));
}

function evaluateMember(node: Syntax.MemberExpression, frame: Frame): Value {
  if (node.object.type === 'Super') return refuseAt(node, frame, 'this has no twin in SQL.');
  const owner = evaluate(node.object, frame);
  if (node.computed && node.property.type !== 'PrivateIdentifier') {
    const index = expression(node.property, frame);
    if (index.kind === 'literal' && typeof index.value === 'number') {
      return itemAt(owner, index.value, node, frame);
    }
  }
  if (node.computed || node.property.type !== 'Identifier') {
    return refuseAt(node, frame, 'only a field by its name can be read.');
  }
  const { name } = node.property;
  if (owner.kind === 'global') return constantOf(owner.name, name, node, frame);
  if (owner.kind === 'parts' && name === 'length') return partCount(owner, node, frame);
  const items = itemsOf(owner, node, frame);
  if (items !== undefined && (name === 'length' || name === 'size')) {
    return valueOf(items.length, node, frame);
  }
  if (owner.kind === 'scalar' && owner.expression.type === 'string' && name === 'length') {
    const at = place(node, frame);
    return scalar({ kind: 'call', type: 'number', name: 'length', args: [owner.expression], at });
  }
  return member(owner, name, node.property, frame);
}

/** `Math.PI` and the like. */
function constantOf(owner: GlobalName, name: string, node: Syntax.Node, frame: Frame): Value {
  const known = { Math, Number } as Readonly<Record<string, object>>;
  const value = (known[owner] as Readonly<Record<string, unknown>> | undefined)?.[name];
  if (typeof value === 'number') return valueOf(value, node, frame);
  return refuseAt(node, frame, `${owner}.${name} has no twin in SQL.`);
}

function list(node: Syntax.ArrayExpression, frame: Frame): Value {
  const items = node.elements.map((element) =>
    element === null || element.type === 'SpreadElement'
      ? refuseAt(node, frame, 'the items of an array must be written one by one.')
      : evaluate(element, frame),
  );
  return { kind: 'list', items };
}

function object(node: Syntax.ObjectExpression, frame: Frame): Value {
  const fields = new Map<string, Value>();
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      const spread = evaluate(property.argument, frame);
      if (spread.kind !== 'struct') return refuseAt(property, frame, 'only a record can be spread here.');
      for (const [name, value] of spread.fields) fields.set(name, value);
      continue;
    }
    const { key } = property;
    const name =
      key.type === 'Identifier' && !property.computed
        ? key.name
        : key.type === 'Literal' && typeof key.value === 'string'
          ? key.value
          : refuseAt(property, frame, 'the names of fields must be written as they are.');
    if (property.kind !== 'init' || property.method) {
      return refuseAt(property, frame, 'a record has fields only.');
    }
    fields.set(name, evaluate(property.value, frame));
  }
  return { kind: 'struct', fields };
}

function unary(node: Syntax.UnaryExpression, frame: Frame): Value {
  const at = place(node, frame);
  if (node.operator === '!') {
    const operand = condition(node.argument, frame);
    return scalar({ kind: 'unary', type: 'boolean', operator: '!', operand, at });
  }
  if (node.operator === '+') return asNumber(expression(node.argument, frame), node, frame);
  if (node.operator !== '-') return refuseAt(node, frame, `“${node.operator}” has no twin in SQL.`);
  const operand = expression(node.argument, frame);
  if (operand.type !== 'number') return refuseAt(node, frame, '“-” is for numbers only here.');
  if (operand.kind === 'literal') {
    return scalar({ ...operand, value: -Number(operand.value), at });
  }
  return scalar({ kind: 'unary', type: 'number', operator: '-', operand, at });
}

/** As in “an assignment expression”, from the name that the grammar has. */
function described(type: string): string {
  const words = type.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}
