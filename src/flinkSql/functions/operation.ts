import type { DefinitionPlace } from '../../engine/pipeline/place.js';
import {
  literalOf,
  type BinaryOperator,
  type Expression,
  type ScalarType,
} from '../expressions/expression.js';
import { refuse } from '../expressions/refusal.js';

const arithmetic: readonly string[] = ['+', '-', '*', '/', '%'];
const order: readonly string[] = ['<', '<=', '>', '>='];
const equality: readonly string[] = ['===', '!=='];

/** An operator on two values, by the rules of JavaScript. @throws {SqlRefusal} where SQL cannot do the same */
export function operation(
  operator: string,
  left: Expression,
  right: Expression,
  at: DefinitionPlace | undefined,
): Expression {
  const known = operator as BinaryOperator;
  const made = (type: ScalarType): Expression => ({ kind: 'binary', type, operator: known, left, right, at });
  if (operator === '+' && (left.type === 'string' || right.type === 'string')) {
    const [one, other] = [asText(left, at), asText(right, at)];
    return { kind: 'binary', type: 'string', operator: 'concat', left: one, right: other, at };
  }
  if (operator === '==' || operator === '!=') {
    return refuse(`“${operator}” makes its two sides alike first: use ${operator}=.`, at);
  }
  if (equality.includes(operator)) {
    if (left.type === right.type) return made('boolean');
    return refuse(`a ${left.type} is compared with a ${right.type}.`, at);
  }
  if (order.includes(operator)) {
    if (left.type === right.type && left.type !== 'boolean') return made('boolean');
    return refuse(`“${operator}” between a ${left.type} and a ${right.type} has no twin in SQL.`, at);
  }
  if (!arithmetic.includes(operator)) return refuse(`“${operator}” has no twin in SQL.`, at);
  if (left.type !== 'number' || right.type !== 'number') {
    return refuse(`“${operator}” between a ${left.type} and a ${right.type} has no twin in SQL.`, at);
  }
  return made('number');
}

/** A value as JavaScript writes it. */
export function asText(operand: Expression, at: DefinitionPlace | undefined): Expression {
  if (operand.type === 'string') return operand;
  if (operand.kind === 'literal') {
    return literalOf(String(operand.value), at);
  }
  return { kind: 'text', type: 'string', operand, at };
}
