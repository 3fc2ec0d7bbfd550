import type * as Syntax from 'acorn';
import { literalOf, type Expression } from '../expressions/expression.js';
import { bindPattern } from './bindPattern.js';
import { evaluateCall } from './evaluateCall.js';
import { chosen, condition } from './scalars.js';
import { place, refuseAt, variable, type Frame } from './frame.js';
import { operation } from './operation.js';
import { runLoop } from './runLoop.js';
import { both, negated } from './stateForms.js';
import { nothing, scalar, type Emitted, type Outcome, type Value } from './value.js';

/** What comes of a function whose statements have been read to the end. */
type GoOn = (frame: Frame) => Outcome;

const end: GoOn = ({ effects }) => ({ returned: nothing, ...effects });

/**
 * Reads the statements of a function one after the other. Where the way parts, both ways are gone to their ends and put
 * together, so that what is left has no order any more.
 *
 * @param goOn reads what comes after them, unless they return
 * @throws {SqlRefusal} for loops without a known end, and what else has no twin
 */
export function runStatements(
  statements: readonly Syntax.Statement[],
  frame: Frame,
  goOn: GoOn = end,
): Outcome {
  for (const [index, statement] of statements.entries()) {
    // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the grammar has more than is read
    switch (statement.type) {
      case 'EmptyStatement':
        break;
      case 'VariableDeclaration':
        declare(statement, frame);
        break;
      case 'ExpressionStatement':
        perform(statement.expression, frame);
        break;
      case 'ReturnStatement': {
        const { argument } = statement;
        return { returned: argument ? frame.reader.evaluate(argument, frame) : nothing, ...frame.effects };
      }
      case 'BlockStatement':
        return runBlock(statement, frame, (left) => runStatements(statements.slice(index + 1), left, goOn));
      case 'ForOfStatement':
        if (mayReturn(statement.body)) {
          return refuseAt(
            statement,
            frame,
            'a loop that may return has no twin in SQL: let it run to its end.',
          );
        }
        runLoop(statement, frame, (inner) => runStatements([statement.body], inner));
        break;
      case 'IfStatement':
        if (!mayReturn(statement)) {
          join(statement, frame);
          break;
        }
        return fork(statement, frame, (left) => runStatements(statements.slice(index + 1), left, goOn));
      default:
        return refuseAt(
          statement,
          frame,
          'this statement has no twin in SQL: use if, const, let, return, and for (… of …) over a list or what split(…) gives.',
        );
    }
  }
  return goOn(frame);
}

/** What a block declares is gone behind it. */
function runBlock({ body }: Syntax.BlockStatement, frame: Frame, goOn: GoOn): Outcome {
  const before = new Set(frame.variables.keys());
  return runStatements(body, frame, (left) => {
    for (const name of left.variables.keys()) if (!before.has(name)) left.variables.delete(name);
    return goOn(left);
  });
}

/** An expression as a statement: a call, or a variable that gets another value. */
function perform(expression: Syntax.Expression, frame: Frame): void {
  if (expression.type === 'CallExpression') {
    evaluateCall(expression, frame, true);
    return;
  }
  if (expression.type === 'AssignmentExpression' && expression.left.type === 'Identifier') {
    const { left, operator, right } = expression;
    const given = frame.reader.evaluate(right, frame);
    const value = operator === '=' ? given : updated(left, operator.slice(0, -1), given, expression, frame);
    assign(left, value, frame);
    return;
  }
  if (expression.type === 'UpdateExpression' && expression.argument.type === 'Identifier') {
    const { argument, operator } = expression;
    const one = scalar(literalOf(1, place(expression, frame)));
    assign(argument, updated(argument, operator.charAt(0), one, expression, frame), frame);
    return;
  }
  refuseAt(
    expression,
    frame,
    'only emitting, writing a state and giving a variable a value are done by statements here.',
  );
}

function updated(
  name: Syntax.Identifier,
  operator: string,
  given: Value,
  node: Syntax.Node,
  frame: Frame,
): Value {
  const before = variable(name, frame);
  if (before.kind !== 'scalar' || given.kind !== 'scalar') {
    return refuseAt(node, frame, 'only numbers and texts can be added to here.');
  }
  return scalar(operation(operator, before.expression, given.expression, place(node, frame)));
}

function assign(name: Syntax.Identifier, value: Value, frame: Frame): void {
  if (!frame.variables.has(name.name)) {
    refuseAt(
      name,
      frame,
      `“${name.name}” is a variable from outside, which SQL cannot change: keep a state.`,
    );
  }
  frame.variables.set(name.name, value);
}

function declare({ declarations }: Syntax.VariableDeclaration, frame: Frame): void {
  for (const { id, init } of declarations) {
    bindPattern(id, init ? frame.reader.evaluate(init, frame) : nothing, frame, frame.variables);
  }
}

/** Whether the function may end within the statement. */
function mayReturn(statement: Syntax.Statement): boolean {
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- others have no statements in them, or are refused
  switch (statement.type) {
    case 'ReturnStatement':
      return true;
    case 'BlockStatement':
      return statement.body.some(mayReturn);
    case 'IfStatement':
      return [statement.consequent, statement.alternate].some((way) => way && mayReturn(way));
    case 'ForOfStatement':
      return mayReturn(statement.body);
    default:
      return false;
  }
}

function fork(statement: Syntax.IfStatement, frame: Frame, goOn: GoOn): Outcome {
  const test = condition(statement.test, frame);
  const way = (taken: Syntax.Statement | null | undefined): Outcome =>
    runStatements(taken ? [taken] : [], parted(frame), goOn);
  const [yes, no] = [way(statement.consequent), way(statement.alternate)];
  return {
    returned: chosen(test, yes.returned, no.returned, statement, frame),
    states: statesOfBoth(test, yes, no, statement, frame),
    emitted: [...frame.effects.emitted, ...emittedUnder(test, yes), ...emittedUnder(negated(test), no)],
  };
}

/** One of two ways, which has effects of its own. */
function parted(frame: Frame): Frame {
  const effects = { states: new Map(frame.effects.states), emitted: [] };
  return { ...frame, variables: new Map(frame.variables), effects };
}

/** Both ways come together again: what differs is chosen. */
function join(statement: Syntax.IfStatement, frame: Frame): void {
  const test = condition(statement.test, frame);
  const way = (taken: Syntax.Statement | null | undefined): Frame => {
    const inner = parted(frame);
    if (taken) runStatements([taken], inner);
    return inner;
  };
  const [yes, no] = [way(statement.consequent), way(statement.alternate)];
  for (const name of frame.variables.keys()) {
    const [one, other] = [yes.variables.get(name)!, no.variables.get(name)!];
    if (one !== other) frame.variables.set(name, chosen(test, one, other, statement, frame));
  }
  for (const [name, value] of statesOfBoth(test, yes.effects, no.effects, statement, frame)) {
    frame.effects.states.set(name, value);
  }
  frame.effects.emitted.push(...emittedUnder(test, yes.effects), ...emittedUnder(negated(test), no.effects));
}

function statesOfBoth(
  test: Expression,
  yes: Pick<Outcome, 'states'>,
  no: Pick<Outcome, 'states'>,
  statement: Syntax.Statement,
  frame: Frame,
): ReadonlyMap<string, Expression> {
  const states = [...yes.states].map(([name, value]): readonly [string, Expression] => {
    const both = chosen(test, scalar(value), scalar(no.states.get(name)!), statement, frame);
    return [name, both.kind === 'scalar' ? both.expression : value];
  });
  return new Map(states);
}

/** What is emitted only where something is true. */
export function emittedUnder(guard: Expression, { emitted }: Pick<Outcome, 'emitted'>): readonly Emitted[] {
  return emitted.map((each) => ({ ...each, when: both(guard, each.when) }));
}
