import {
  contains,
  isSame,
  replaced,
  type Aggregate,
  type Expression,
  type Literal,
} from '../expressions/expression.js';
import { factsOf } from '../expressions/numberFacts.js';
import { refuse } from '../expressions/refusal.js';
import { both, choiceOf, countedWhen, gain, isBefore, under, valueOf, type Choice } from './stateForms.js';

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

  /**
   * @param when under which the expression is asked for
   * @throws {SqlRefusal} where a state is used whose course is none of those with a twin in SQL
   */
  resolve(expression: Expression, when?: Expression): Expression {
    return replaced(expression, (part) => {
      const whole = this.all.find(({ after }) => isAfter(after, part, when));
      if (whole !== undefined && (this.keepsLast || contains(whole.after, isBefore))) {
        return this.aggregated(whole);
      }
      return part.kind === 'before' ? this.beforeRecord(part) : undefined;
    });
  }

  /** A condition whose parts are asked for one after the other, each where those before it hold. */
  resolveCondition(condition: Expression, when?: Expression): Expression {
    if (condition.kind !== 'binary' || condition.operator !== '&&') return this.resolve(condition, when);
    const left = this.resolveCondition(condition.left, when);
    const known = when === undefined ? condition.left : both(when, condition.left);
    return { ...condition, left, right: this.resolveCondition(condition.right, known) };
  }

  private aggregated(recurrence: Recurrence): Expression {
    const known = this.known.get(recurrence.name);
    if (known !== undefined) return known;
    const { after } = recurrence;
    const made =
      this.course(recurrence) ??
      refuse(
        `“${recurrence.name}” goes on from record to record in a way that has no twin in SQL. Those that have: count (+ 1), ` +
          `sum (+ x, - x), Math.min, Math.max, the first and the last value, each of all records or under an if.`,
        after.at,
      );
    const result: Expression = after.kind === 'declared' ? { ...after, operand: made } : made;
    this.known.set(recurrence.name, result);
    return result;
  }

  private course(recurrence: Recurrence): Expression | undefined {
    const { name, initial, after } = recurrence;
    const value = valueOf(after);
    const isItself = isOf(name);
    const gained = gain(value, isItself);
    if (isItself(value)) return initial.kind === 'column' ? aggregate('first', initial, name) : initial;
    if (gained !== undefined) return this.summed(recurrence, gained);
    const choice = choiceOf(value, isItself, (test) => this.isFirstRecord(test), initial);
    if (choice === undefined || choice === 'same') return undefined;
    return this.chosen(recurrence, choice);
  }

  private summed({ name, initial }: Recurrence, gained: Expression): Expression | undefined {
    if (!isPlain(initial, 0)) {
      return isSame(initial, gained) ? aggregate('sum', this.free(gained), name) : undefined;
    }
    const when = countedWhen(gained);
    if (when === true || typeof when === 'object') {
      const counted = { kind: 'aggregate', type: 'number', name: 'count', operand: undefined } as const;
      return { ...counted, label: name, at: gained.at, ...(when !== true && { when: this.free(when) }) };
    }
    const sum = aggregate('sum', this.free(gained), name);
    return Object.is((initial as Literal).value, -0) ? sum : { ...sum, isFromZero: true };
  }

  private chosen({ name, initial }: Recurrence, choice: Choice): Expression | undefined {
    const when = choice.when && this.free(choice.when);
    const operand = this.free(choice.operand);
    const found: Aggregate = {
      ...aggregate(choice.name, operand, name),
      ...(when && { when, otherwise: initial }),
    };
    if (initial.kind === 'column') {
      return when === undefined && isSame(initial, operand) ? found : undefined;
    }
    const { name: which } = choice;
    if (which === 'first' || which === 'last' || choice.startsAnew) return found;
    if (isPlain(initial, which === 'max' ? -Infinity : Infinity)) return found;
    return { kind: 'call', type: 'number', name: which, args: [initial, found], at: operand.at };
  }

  /** `count === 1` after counting, or `count === 0` before. */
  private isFirstRecord(test: Expression): boolean {
    if (test.kind !== 'binary' || test.operator !== '===' || test.right.kind !== 'literal') return false;
    const { left, right } = test;
    const counted = this.all.find(
      ({ name, after }) => isOf(name)(left) || isSame(after, left) || isSame(valueOf(after), left),
    );
    if (counted === undefined || !isCount(counted)) return false;
    return right.value === (left.kind === 'before' ? 0 : 1);
  }

  /** Before the record, only of what counts or sums whole numbers: what it is without what the record has added. */
  private beforeRecord(part: Extract<Expression, { kind: 'before' }>): Expression {
    const recurrence = this.all.find(({ name }) => name === part.name);
    if (recurrence === undefined || !isPlain(recurrence.initial, 0)) return part;
    const gained = gain(recurrence.after, isOf(part.name));
    if (gained === undefined || !factsOf(gained).isWhole) return part;
    const whole = this.aggregated(recurrence);
    const right = this.free(gained);
    return { kind: 'binary', type: 'number', operator: '-', left: whole, right, at: part.at };
  }

  /** What is aggregated must not depend on states itself. */
  private free(operand: Expression): Expression {
    if (!contains(operand, isBefore)) return operand;
    return refuse(
      'what is summed, compared or kept here depends on another state, which has no twin in SQL: let it depend on the record only.',
      operand.at,
    );
  }
}

/** Whether `part` is a state as it is after the record. */
function isAfter(after: Expression, part: Expression, when: Expression | undefined): boolean {
  if (isSame(after, part) || isSame(valueOf(after), part)) return true;
  if (when === undefined) return false;
  const known = under(valueOf(after), when);
  return contains(known, isBefore) && (isSame(known, part) || isSame(valueOf(known), part));
}

function isCount({ name, initial, after }: Recurrence): boolean {
  const gained = gain(after, isOf(name));
  return isPlain(initial, 0) && gained !== undefined && countedWhen(gained) === true;
}

function isOf(name: string): (part: Expression) => boolean {
  return (part) => part.kind === 'before' && part.name === name;
}

function isPlain(expression: Expression, value: number): boolean {
  return expression.kind === 'literal' && expression.value === value;
}

function aggregate(name: Aggregate['name'], operand: Expression, label: string): Aggregate {
  if (name !== 'first' && name !== 'last' && operand.type !== 'number') {
    return refuse(`a ${operand.type} cannot be aggregated in this way in SQL.`, operand.at);
  }
  return { kind: 'aggregate', type: operand.type, name, operand, label, at: operand.at };
}
