import type { Expression } from './expression.js';
import { isExactWhole } from './numberFacts.js';
import { refuse } from './refusal.js';

/** Java writes numbers that are not whole in another way. @throws {SqlRefusal} */
export function checkNumberAsText({ operand, at }: Extract<Expression, { kind: 'text' }>): void {
  if (operand.type !== 'number' || isExactWhole(operand)) return;
  refuse(
    'a number that is not whole is written in another way by Flink: make it whole first, as by Math.round(…), ' +
      'or leave it a number.',
    at,
  );
}

/** @throws {SqlRefusal} */
export function checkDate(ms: Expression): void {
  if (!isExactWhole(ms)) {
    refuse('a date must be made of a whole number of ms, so that SQL has the same.', ms.at);
  }
}
