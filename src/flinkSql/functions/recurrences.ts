import {
  contains,
  isSame,
  literalOf,
  replaced,
  type Aggregate,
  type Expression,
  type Literal,
} from '../expressions/expression.js';
import { refuse } from '../expressions/refusal.js';

/** How a state, or a field of an accumulator, goes on with each record. */
export interface Recurrence {
  readonly name: string;
  /** What it is before the first record, a plain value; or after it, a field of the record. */
  readonly initial: Expression;
  /** As it is after the record: of `before` and the record. */
  readonly after: Expression;
}

/**
 * Puts aggregates over all records so far in place of states: `count + 1` is COUNT(*), `sum + x` SUM(x), and so on, by what
 * each state does from record to record.
 */
export class Recurrences {
  private readonly known = new Map<string, Expression>();

  /** @param all the states, as they are after a record that may emit */
  constructor(
    private readonly all: readonly Recurrence[],
    /** Where only the last record of many is followed by what is emitted, as of a window. */
    private readonly keepsLast = false,
  ) {}

  /** @throws {SqlRefusal} where a state is used whose course is none of those with a twin in SQL */
  resolve(expression: Expression): Expression {
    return replaced(expression, (part) => {
      const whole = this.all.find(({ after }) => isSame(after, part) || isSame(valueOf(after), part));
      if (whole !== undefined && (this.keepsLast || contains(whole.after, isBefore))) {
        return this.aggregated(whole);
      }
      if (part.kind !== 'before') return undefined;
      return this.beforeRecord(part);
    });
  }

  private aggregated(recurrence: Recurrence): Expression {
    const known = this.known.get(recurrence.name);
    if (known !== undefined) return known;
    const { after } = recurrence;
    const made =
      this.course(recurrence) ??
      refuse(
        `“${recurrence.name}” goes on from record to record in a way that has no twin in SQL: ` +
          `count (+ 1), sum (+ x), Math.min and Math.max have.`,
        after.at,
      );
    const result: Expression = after.kind === 'declared' ? { ...after, operand: made } : made;
    this.known.set(recurrence.name, result);
    return result;
  }

  private course(recurrence: Recurrence): Expression | undefined {
    const { name, initial, after } = recurrence;
    const value = valueOf(after);
    const isItself = (part: Expression): boolean => part.kind === 'before' && part.name === name;
    if (isItself(value)) return initial.kind === 'column' ? aggregate('first', initial, name) : undefined;
    if (!contains(value, isBefore)) {
      return initial.kind !== 'column' || isSame(initial, value) ? aggregate('last', value, name) : undefined;
    }
    if (value.kind === 'binary' && value.operator === '+') {
      const operand = otherThan(isItself, value.left, value.right);
      return operand && this.summed(recurrence, operand);
    }
    if (value.kind === 'call' && (value.name === 'max' || value.name === 'min') && value.args.length === 2) {
      const operand = otherThan(isItself, value.args[0]!, value.args[1]!);
      return operand && this.extreme(recurrence, value.name, operand);
    }
    if (value.kind === 'conditional') return this.firstOrExtreme(recurrence, value, isItself);
    return undefined;
  }

  private summed({ name, initial }: Recurrence, operand: Expression): Expression | undefined {
    if (!isPlain(initial, 0)) {
      return isSame(initial, operand) ? aggregate('sum', this.free(operand), name) : undefined;
    }
    if (operand.type !== 'number') return undefined;
    if (!isPlain(operand, 1)) {
      const sum = aggregate('sum', this.free(operand), name);
      return Object.is((initial as Literal).value, -0) ? sum : { ...sum, isFromZero: true };
    }
    return {
      kind: 'aggregate',
      type: 'number',
      name: 'count',
      operand: undefined,
      label: name,
      at: operand.at,
    };
  }

  private extreme(
    { name, initial }: Recurrence,
    which: 'max' | 'min',
    operand: Expression,
  ): Expression | undefined {
    const found = aggregate(which, this.free(operand), name);
    if (isPlain(initial, which === 'max' ? -Infinity : Infinity)) return found;
    if (initial.kind === 'column') return isSame(initial, operand) ? found : undefined;
    return { kind: 'call', type: 'number', name: which, args: [initial, found], at: operand.at };
  }

  /** `count === 1 ? x : Math.min(x, smallest)`, and the same to keep the first value. */
  private firstOrExtreme(
    { name }: Recurrence,
    { test, yes, no }: Extract<Expression, { kind: 'conditional' }>,
    isItself: (part: Expression) => boolean,
  ): Expression | undefined {
    if (!this.isFirstRecord(test)) return undefined;
    const later = valueOf(no);
    if (isItself(later)) return aggregate('first', this.free(valueOf(yes)), name);
    if (later.kind !== 'call' || (later.name !== 'max' && later.name !== 'min')) return undefined;
    const operand = otherThan(isItself, later.args[0]!, later.args[1]!);
    if (operand === undefined || !isSame(operand, valueOf(yes))) return undefined;
    return aggregate(later.name, this.free(operand), name);
  }

  /** `count === 1` after counting, or `count === 0` before. */
  private isFirstRecord(test: Expression): boolean {
    if (test.kind !== 'binary' || test.operator !== '===' || test.right.kind !== 'literal') return false;
    const { left, right } = test;
    const counted = this.all.find(
      ({ name, after }) =>
        (left.kind === 'before' && left.name === name) || isSame(after, left) || isSame(valueOf(after), left),
    );
    if (counted === undefined || !isCount(counted)) return false;
    return right.value === (left.kind === 'before' ? 0 : 1);
  }

  /** Before the record, only of what counts or sums whole numbers that is known. */
  private beforeRecord(part: Extract<Expression, { kind: 'before' }>): Expression {
    const recurrence = this.all.find(({ name }) => name === part.name);
    if (recurrence === undefined || !isCount(recurrence)) return part;
    const count = this.aggregated(recurrence);
    const one = literalOf(1, part.at);
    return { kind: 'binary', type: 'number', operator: '-', left: count, right: one, at: part.at };
  }

  /** What is aggregated must not depend on states itself. */
  private free(operand: Expression): Expression {
    if (!contains(operand, isBefore)) return operand;
    return refuse(
      'what is summed or compared here depends on another state, which has no twin in SQL.',
      operand.at,
    );
  }
}

function isCount({ name, initial, after }: Recurrence): boolean {
  const value = valueOf(after);
  if (!isPlain(initial, 0) || value.kind !== 'binary' || value.operator !== '+') return false;
  const isItself = (part: Expression): boolean => part.kind === 'before' && part.name === name;
  const operand = otherThan(isItself, value.left, value.right);
  return operand !== undefined && isPlain(operand, 1);
}

function isPlain(expression: Expression, value: number): boolean {
  return expression.kind === 'literal' && expression.value === value;
}

function isBefore(part: Expression): boolean {
  return part.kind === 'before';
}

/** What was written, without the type of the state that it was written to. */
function valueOf(after: Expression): Expression {
  return after.kind === 'declared' ? after.operand : after;
}

function otherThan(
  isMeant: (part: Expression) => boolean,
  one: Expression,
  other: Expression,
): Expression | undefined {
  if (isMeant(one)) return isMeant(other) ? undefined : other;
  return isMeant(other) ? one : undefined;
}

function aggregate(name: Aggregate['name'], operand: Expression, label: string): Aggregate {
  if (name !== 'first' && name !== 'last' && operand.type !== 'number') {
    return refuse(`a ${operand.type} cannot be aggregated in this way in SQL.`, operand.at);
  }
  return { kind: 'aggregate', type: operand.type, name, operand, label, at: operand.at };
}
