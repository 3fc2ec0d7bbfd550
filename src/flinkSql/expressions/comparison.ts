import type { Binary, Expression } from './expression.js';
import { factsOf } from './numberFacts.js';
import { isNaNSql, isNumberSql } from './numberCalls.js';

/** How an operator of JavaScript is written in SQL. */
export function signOf(operator: Binary['operator']): string {
  return operator === '===' ? '=' : operator === '!==' ? '<>' : operator;
}

/**
 * Two numbers compared, `one` and `other` as they are in SQL. Flink's optimizer takes `NOT a < b` for `a >= b` and `a = a` for
 * true, which they are not for NaN: where there may be one, it is asked for by its text, whose opposite is right for NaN, too.
 */
export function comparedNumbers(
  { operator, left, right }: Binary,
  one: string,
  other: string,
  isOnlyTruth: boolean,
): string {
  const [left0, right0] = operator === '===' || operator === '!==' ? [isZero(left), isZero(right)] : [];
  // Several comparisons for equality become a look-up in a set, which tells −0 from 0.
  const plain = `${right0 ? `ABS(${one})` : one} ${signOf(operator)} ${left0 ? `ABS(${other})` : other}`;
  const [mayLeft, mayRight] = [factsOf(left).mayBeNaN, factsOf(right).mayBeNaN];
  if (operator === '===') return mayLeft && mayRight ? `${isNumberSql(one)} AND ${plain}` : plain;
  if (operator === '!==') return mayLeft && mayRight ? `${isNaNSql(one)} OR ${plain}` : plain;
  if (isOnlyTruth) return plain;
  const guards = [...(mayLeft ? [isNumberSql(one)] : []), ...(mayRight ? [isNumberSql(other)] : [])];
  return [...guards, plain].join(' AND ');
}

function isZero(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === 0;
}
