import { replaced, type Expression, type NumberFacts } from './expression.js';

const opposite: Readonly<Record<string, string>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' };

/** An expression where it is known that a field is less or more than a plain number, or, with `holds` false, that it is not. */
export function narrowed(expression: Expression, test: Expression, holds: boolean): Expression {
  if (test.kind !== 'binary') return expression;
  const { left, right } = test;
  if (left.kind !== 'column' || right.kind !== 'literal' || typeof right.value !== 'number') {
    return expression;
  }
  const operator = holds ? test.operator : opposite[test.operator];
  // NaN is neither.
  if (operator === undefined || left.facts.mayBeNaN) return expression;
  const facts = within(left.facts, operator, right.value);
  return replaced(expression, (part) =>
    part.kind === 'column' && part.name === left.name ? { ...part, facts } : undefined,
  );
}

function within(facts: NumberFacts, operator: string, bound: number): NumberFacts {
  const { isWhole, low, high } = facts;
  switch (operator) {
    case '<':
      return { ...facts, high: Math.min(high, isWhole ? Math.ceil(bound) - 1 : bound) };
    case '<=':
      return { ...facts, high: Math.min(high, bound) };
    case '>':
      return { ...facts, low: Math.max(low, isWhole ? Math.floor(bound) + 1 : bound) };
    case '>=':
      return { ...facts, low: Math.max(low, bound) };
    default:
      return facts;
  }
}
