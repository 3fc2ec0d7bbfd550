import {
  contains,
  isSame,
  literalOf,
  type AggregateName,
  type Expression,
} from '../expressions/expression.js';
import { isExactWhole } from '../expressions/numberFacts.js';

type IsMeant = (part: Expression) => boolean;

/** What was written, without the type of the state that it was written to. */
export function valueOf(after: Expression): Expression {
  return after.kind === 'declared' ? after.operand : after;
}

export function isBefore(part: Expression): boolean {
  return part.kind === 'before';
}

/** What a state gains with each record, of one that only adds: 0 with a record that leaves it as it is. */
export function gain(after: Expression, isItself: IsMeant): Expression | undefined {
  const value = valueOf(after);
  if (isItself(value)) return literalOf(0, value.at);
  if (value.kind === 'conditional') {
    const [yes, no] = [gain(value.yes, isItself), gain(value.no, isItself)];
    return yes && no && { ...value, type: 'number', yes, no };
  }
  if (value.kind !== 'binary' || value.type !== 'number') return undefined;
  const { operator, left, right, at } = value;
  const [has, hasToo] = [contains(left, isItself), contains(right, isItself)];
  if (has === hasToo || (operator !== '+' && (operator !== '-' || hasToo))) return undefined;
  const [state, other] = has ? [left, right] : [right, left];
  const added: Expression =
    operator === '+' ? other : { kind: 'unary', type: 'number', operator: '-', operand: other, at };
  if (isItself(state)) return added;
  const before = gain(state, isItself);
  // Only whole numbers give the same in whatever order they are added.
  if (before === undefined || !isExactWhole(before) || !isExactWhole(added)) return undefined;
  return { kind: 'binary', type: 'number', operator: '+', left: before, right: added, at };
}

/** When a gain is 1 and else 0; `true` for always. */
export function countedWhen(gained: Expression): Expression | boolean | undefined {
  if (gained.kind === 'literal') return gained.value === 1 || (gained.value === 0 ? false : undefined);
  if (gained.kind !== 'conditional') return undefined;
  const { test } = gained;
  const [yes, no] = [countedWhen(gained.yes), countedWhen(gained.no)];
  if (yes === undefined || no === undefined) return undefined;
  if (yes === no) return yes;
  if (yes === true && no === false) return test;
  if (yes === false && no === true) return negated(test);
  if (no === false && typeof yes === 'object') return both(test, yes);
  return yes === false && typeof no === 'object' ? both(negated(test), no) : undefined;
}

/** A state that takes on what some records have. */
export interface Choice {
  readonly name: Exclude<AggregateName, 'count' | 'sum'>;
  readonly operand: Expression;
  /** Which records those are; without it all. */
  readonly when?: Expression | undefined;
  /** Whether the first record counts whatever the state was before. */
  readonly startsAnew?: true;
}

/**
 * What a state keeps: the last of what records have, the least, the greatest, in whatever way it is written.
 *
 * @param isFirst whether a test holds for the first record only
 * @param initial of the state
 * @returns 'same' where it stays as it is
 */
export function choiceOf(
  after: Expression,
  isItself: IsMeant,
  isFirst: IsMeant,
  initial: Expression,
): Choice | 'same' | undefined {
  const value = valueOf(after);
  const of = (part: Expression): Choice | 'same' | undefined => choiceOf(part, isItself, isFirst, initial);
  if (isItself(value)) return 'same';
  if (!contains(value, isBefore)) return { name: 'last', operand: value };
  if (value.kind === 'call' && (value.name === 'max' || value.name === 'min') && value.args.length === 2) {
    const other = value.args.filter((argument) => !isItself(argument));
    return other.length === 1 ? { name: value.name, operand: other[0]! } : undefined;
  }
  if (value.kind !== 'conditional') return undefined;
  const { test, yes, no } = value;
  if (test.kind === 'binary' && test.operator === '||' && isFirst(test.left)) {
    return of({ ...value, test: test.left, no: { ...value, test: test.right } });
  }
  const [one, other] = [of(yes), of(no)];
  if (one === undefined || other === undefined) return undefined;
  if (isFirst(test)) return fromFirst(one, other);
  if (contains(test, isBefore)) return compared(test, one, other, isItself, initial);
  return either(test, one, other);
}

/** `count === 1 ? x : Math.min(x, smallest)`, and the same to keep the first value. */
function fromFirst(first: Choice | 'same', later: Choice | 'same'): Choice | undefined {
  if (first === 'same' || first.name !== 'last' || first.when !== undefined) return undefined;
  if (later === 'same') return { ...first, name: 'first' };
  const isExtreme = (later.name === 'max' || later.name === 'min') && later.when === undefined;
  return isExtreme && isSame(later.operand, first.operand) ? { ...later, startsAnew: true } : undefined;
}

/** `x > greatest ? x : greatest`, and `first === '' ? x : first`. */
function compared(
  test: Expression,
  yes: Choice | 'same',
  no: Choice | 'same',
  isItself: IsMeant,
  initial: Expression,
): Choice | undefined {
  const taken = yes === 'same' ? no : yes;
  if (test.kind !== 'binary' || (yes === 'same') === (no === 'same') || taken === 'same') return undefined;
  if (taken.name !== 'last' || taken.when !== undefined) return undefined;
  const { operator, left, right, at } = test;
  const { operand } = taken;
  if (operator === '===' && isItself(left) && isSame(right, initial) && yes !== 'same') {
    const when: Expression = { ...test, operator: '!==', left: operand, right: initial, at };
    return { name: 'first', operand, when };
  }
  const isLeft = isItself(right) && isSame(left, operand);
  if (operand.type !== 'number' || (!isLeft && !(isItself(left) && isSame(right, operand)))) return undefined;
  if (!['<', '<=', '>', '>='].includes(operator)) return undefined;
  const isGreaterTaken = operator.startsWith('>') === (isLeft === (yes !== 'same'));
  return { name: isGreaterTaken ? 'max' : 'min', operand };
}

/** What both ways keep, as one. */
function either(test: Expression, yes: Choice | 'same', no: Choice | 'same'): Choice | 'same' | undefined {
  if (yes === 'same' && no === 'same') return 'same';
  for (const each of [yes, no]) {
    if (each !== 'same' && (each.name === 'first' || each.startsAnew)) return undefined;
  }
  if (yes === 'same') return no === 'same' ? no : { ...no, when: both(negated(test), no.when) };
  if (no === 'same') return { ...yes, when: both(test, yes.when) };
  if (yes.name !== no.name) return undefined;
  const { at } = test;
  const operand: Expression = {
    kind: 'conditional',
    type: yes.operand.type,
    test,
    yes: yes.operand,
    no: no.operand,
    at,
  };
  if (yes.when === undefined && no.when === undefined) return { name: yes.name, operand };
  const [first, second] = [yes.when, no.when];
  if (first === undefined) return { name: yes.name, operand, when: oneOf(test, second!) };
  if (second === undefined) return { name: yes.name, operand, when: oneOf(negated(test), first) };
  return { name: yes.name, operand, when: { ...operand, type: 'boolean', yes: first, no: second } };
}

function oneOf(one: Expression, other: Expression): Expression {
  return { kind: 'binary', type: 'boolean', operator: '||', left: one, right: other, at: one.at };
}

export function negated(test: Expression): Expression {
  if (test.kind === 'unary' && test.operator === '!') return test.operand;
  return { kind: 'unary', type: 'boolean', operator: '!', operand: test, at: test.at };
}

export function both(one: Expression, other: Expression | undefined): Expression {
  if (other === undefined) return one;
  return { kind: 'binary', type: 'boolean', operator: '&&', left: one, right: other, at: one.at };
}

/** A value where it is known what tests are true: those in `when`. */
export function under(value: Expression, when: Expression): Expression {
  if (when.kind === 'binary' && when.operator === '&&') return under(under(value, when.left), when.right);
  const no = negated(when);
  const known = (part: Expression): Expression => {
    if (part.kind === 'declared') return { ...part, operand: known(part.operand) };
    if (part.kind !== 'conditional') return part;
    if (isSame(part.test, when)) return known(part.yes);
    if (isSame(part.test, no)) return known(part.no);
    return { ...part, yes: known(part.yes), no: known(part.no) };
  };
  return known(value);
}
