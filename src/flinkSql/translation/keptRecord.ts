import { isSame, literalOf, replaced, type Expression } from '../expressions/expression.js';
import type { Closures } from '../functions/closures.js';
import type { AnyFunction } from '../functions/functionSource.js';
import { reducedRecord } from './reducedRecord.js';
import type { Stream } from './stream.js';

/** By which field one record goes before another. */
export interface SortKey {
  readonly name: string;
  readonly isDescending: boolean;
}

/** The order whose first record a reduce keeps. */
export interface KeptRecord {
  readonly order: readonly SortKey[];
  /** Of several that are alike in all of the order. */
  readonly ofEqual: 'first' | 'last';
}

/**
 * What a reduce keeps that gives one of its two records as it is, by comparing their fields: the greatest, the least, in any
 * way that it is written.
 *
 * @returns none for a reduce that makes another record
 * @throws {SqlRefusal} for a function that cannot be read
 */
export function keptRecord(reduce: AnyFunction, input: Stream, closures: Closures): KeptRecord | undefined {
  const { returned } = reducedRecord(reduce, input, closures);
  if (returned.kind !== 'struct') return undefined;
  const trees = input.fields.map(({ name }) => {
    const value = returned.fields.get(name);
    return value?.kind === 'scalar' ? choice(value.expression, name) : undefined;
  });
  const [first] = trees;
  if (first === undefined || !trees.every((tree) => tree !== undefined && isSame(tree, first))) {
    return undefined;
  }
  return orderOf(
    first,
    input.fields.map(({ name }) => name),
  );
}

/** The choice between the two records as one between two texts, the same for each field that makes it. */
function choice(expression: Expression, name: string): Expression | undefined {
  const { at } = expression;
  const side = (value: 'first' | 'last'): Expression => literalOf(value, at);
  if (expression.kind === 'before') return expression.name === name ? side('first') : undefined;
  if (expression.kind === 'column') return expression.name === name ? side('last') : undefined;
  if (expression.kind !== 'conditional') return undefined;
  const [yes, no] = [choice(expression.yes, name), choice(expression.no, name)];
  return yes && no && { ...expression, type: 'string', yes, no };
}

type Relation = 'less' | 'equal' | 'greater';

function orderOf(tree: Expression, names: readonly string[]): KeptRecord | undefined {
  const order: SortKey[] = [];
  let rest = tree;
  while (rest.kind === 'conditional') {
    const found = names.flatMap((name) => {
      const [less, equal, greater] = (['less', 'equal', 'greater'] as const).map((relation) =>
        simplified(rest, name, relation),
      ) as [Expression, Expression, Expression];
      const isOrder = less.kind === 'literal' && greater.kind === 'literal' && less.value !== greater.value;
      return isOrder ? [{ name, isDescending: greater.value === 'first', equal }] : [];
    });
    const [key] = found;
    if (key === undefined) return undefined;
    order.push({ name: key.name, isDescending: key.isDescending });
    rest = key.equal;
  }
  if (rest.kind !== 'literal') return undefined;
  return { order, ofEqual: rest.value === 'first' ? 'first' : 'last' };
}

/** The choice where the field of the record before is less than that of the other, and so on. */
function simplified(tree: Expression, name: string, relation: Relation): Expression {
  return replaced(tree, (part) => {
    if (part.kind === 'conditional') {
      const test = simplified(part.test, name, relation);
      const [yes, no] = [simplified(part.yes, name, relation), simplified(part.no, name, relation)];
      if (test.kind === 'literal') return test.value === true ? yes : no;
      return isSame(yes, no) ? yes : { ...part, test, yes, no };
    }
    if (part.kind === 'unary' && part.operator === '!') {
      const operand = simplified(part.operand, name, relation);
      return operand.kind === 'literal'
        ? { ...operand, value: operand.value !== true }
        : { ...part, operand };
    }
    if (part.kind !== 'binary') return undefined;
    if (part.operator === '&&' || part.operator === '||') {
      const [left, right] = [simplified(part.left, name, relation), simplified(part.right, name, relation)];
      const ends = part.operator === '||';
      for (const [side, other] of [
        [left, right],
        [right, left],
      ] as const) {
        if (side.kind === 'literal') return side.value === ends ? side : other;
      }
      return { ...part, left, right };
    }
    return compared(part, name, relation);
  });
}

const truths: Readonly<Record<string, readonly Relation[]>> = {
  '<': ['less'],
  '<=': ['less', 'equal'],
  '>': ['greater'],
  '>=': ['greater', 'equal'],
  '===': ['equal'],
  '!==': ['less', 'greater'],
};

const mirrored: Readonly<Record<Relation, Relation>> = { less: 'greater', equal: 'equal', greater: 'less' };

function compared(
  { operator, left, right, at }: Extract<Expression, { kind: 'binary' }>,
  name: string,
  relation: Relation,
): Expression | undefined {
  const isOf = (side: Expression, kind: 'before' | 'column'): boolean =>
    side.kind === kind && side.name === name;
  const known = truths[operator];
  if (known === undefined) return undefined;
  const answer = (value: boolean): Expression => literalOf(value, at);
  if (isOf(left, 'before') && isOf(right, 'column')) return answer(known.includes(relation));
  if (isOf(left, 'column') && isOf(right, 'before')) return answer(known.includes(mirrored[relation]));
  return undefined;
}
