import type { Binary, Expression } from './expression.js';
import { contains } from './expression.js';
import { factsOf, isExactWhole } from './numberFacts.js';
import { refuse } from './refusal.js';

/** SQL has a remainder of whole numbers only, and fails for 0. @throws {SqlRefusal} */
export function checkRemainder({ left, right, at }: Binary): void {
  const divisor = factsOf(right);
  if (!isExactWhole(left) || !isExactWhole(right)) {
    refuse('“%” has a twin in SQL for whole numbers only: an int32, an int64, or what is made of them.', at);
  }
  if (divisor.low <= 0 && divisor.high >= 0) {
    refuse('“%” by what may be 0 gives NaN in JavaScript and fails in SQL.', at);
  }
}

/** @throws {SqlRefusal} */
export function checkDivision({ right, at }: Binary): void {
  const { zeroSignDiffers, low, high } = factsOf(right);
  if (!zeroSignDiffers || low > 0 || high < 0) return;
  refuse('this divides by what may be −0, which SQL does not tell from 0.', at);
}

/** Java writes numbers that are not whole in another way. @throws {SqlRefusal} */
export function checkNumberAsText({ operand, at }: Extract<Expression, { kind: 'text' }>): void {
  if (operand.type !== 'number' || isExactWhole(operand)) return;
  refuse('a number that is not whole is written in another way by Flink: make it whole first.', at);
}

/** @throws {SqlRefusal} */
export function checkExtreme(name: string, args: readonly Expression[], at: Expression['at']): void {
  if (!args.some((argument) => factsOf(argument).mayBeNaN)) return;
  refuse(`Math.${name} of what may be NaN has no twin in SQL.`, at);
}

/**
 * Flink's optimizer takes `NOT a < b` for `a >= b`, and either of the two for always true, which they are not for NaN.
 *
 * @throws {SqlRefusal}
 */
export function checkComplement(expression: Expression): void {
  const isUnsafe = (part: Expression): boolean =>
    part.kind === 'binary' &&
    ['<', '<=', '>', '>='].includes(part.operator) &&
    part.left.type === 'number' &&
    (factsOf(part.left).mayBeNaN || factsOf(part.right).mayBeNaN);
  if (!contains(expression, isUnsafe)) return;
  refuse(
    'a number that may be NaN is compared under “!”, “||” or an else, where SQL would take NaN for a number.',
    expression.at,
  );
}

/** @throws {SqlRefusal} */
export function checkDate(ms: Expression): void {
  if (!isExactWhole(ms)) {
    refuse('a date must be made of a whole number of ms, so that SQL has the same.', ms.at);
  }
}
