import type { Binary, Expression } from './expression.js';
import { factsOf, isExactWhole } from './numberFacts.js';
import { notANumber } from './numberCalls.js';
import { refuse } from './refusal.js';
import { double, failure, type SqlText } from './sqlParts.js';

/** What a division divides by, `x` as it is in SQL: where that may be −0 in one and 0 in the other, the job ends. */
export function divisorSql(right: Expression, x: string): string {
  const { zeroSignDiffers, low, high } = factsOf(right);
  if (!zeroSignDiffers || low > 0 || high < 0) return x;
  if (isSumFromZero(right)) return `(${x} + 0E0)`;
  const failed = failure('a division by 0, whose sign SQL does not know', `CAST(${x} AS STRING)`, 'DOUBLE');
  return `CASE WHEN ABS(${x}) = 0E0 THEN ${failed} ELSE ${x} END`;
}

/** Which is never −0 in JavaScript, and in SQL where there is nothing but −0. */
function isSumFromZero(expression: Expression): boolean {
  if (expression.kind === 'declared') return isSumFromZero(expression.operand);
  return expression.kind === 'aggregate' && expression.isFromZero === true;
}

/** SQL has a remainder of whole numbers only. `sql` has both sides in double precision. @throws {SqlRefusal} */
export function fractionRemainder({ right, at }: Binary, [x, n]: readonly [string, string]): SqlText {
  if (right.kind === 'literal' && isPowerOfTwo(Number(right.value))) {
    // No digit is lost in any step.
    const quotient = `${x} / ${n}`;
    const whole = `CASE WHEN ${x} < 0E0 THEN CEIL(${quotient}) ELSE FLOOR(${quotient}) END`;
    return double(`${x} - ${n} * ${whole}`);
  }
  return refuse(
    '“%” has a twin in SQL for whole numbers (an int32, an int64, or what is made of them), and for fractions by 1, 2, 4 and so ' +
      'on: make the number whole first, as by Math.floor(…).',
    at,
  );
}

function isPowerOfTwo(value: number): boolean {
  return value >= 1 && value <= 2 ** 52 && Number.isInteger(Math.log2(value));
}

/** Of whole numbers, `sql` as whole numbers; by 0 it is NaN. */
export function wholeRemainder({ right, at }: Binary, [x, n]: readonly [string, string]): SqlText {
  if (right.kind === 'literal' && right.value === 0) return refuse('“% 0” is always NaN.', at);
  const { low, high } = factsOf(right);
  const remainder = `MOD(CAST(${x} AS BIGINT), ${n})`;
  if (low > 0 || high < 0) return { sql: remainder, type: 'BIGINT' };
  return double(`CASE WHEN ${n} = 0 THEN ${notANumber} ELSE CAST(${remainder} AS DOUBLE) END`);
}

export function isWholeRemainder({ left, right }: Binary): boolean {
  return isExactWhole(left) && isExactWhole(right);
}
