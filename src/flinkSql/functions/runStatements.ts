import type * as Syntax from 'acorn';
import type { Expression } from '../expressions/expression.js';
import { bindPattern } from './bindPattern.js';
import { evaluateCall } from './evaluateCall.js';
import { chosen, condition } from './scalars.js';
import { place, refuseAt, type Frame } from './frame.js';
import { nothing, scalar, type Emitted, type Outcome } from './value.js';

/**
 * Reads the statements of a function one after the other. Where the way parts, both ways are gone to their ends and put
 * together, so that what is left has no order any more.
 *
 * @throws {SqlRefusal} for loops, assignments, and what else has no end that is known before
 */
export function runStatements(statements: readonly Syntax.Statement[], frame: Frame): Outcome {
  for (const [index, statement] of statements.entries()) {
    // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the grammar has more than is read
    switch (statement.type) {
      case 'EmptyStatement':
        break;
      case 'VariableDeclaration':
        declare(statement, frame);
        break;
      case 'ExpressionStatement':
        if (statement.expression.type !== 'CallExpression') {
          return refuseAt(statement, frame, 'only emitting and writing a state are done by statements here.');
        }
        evaluateCall(statement.expression, frame, true);
        break;
      case 'ReturnStatement': {
        const { argument } = statement;
        return { returned: argument ? frame.reader.evaluate(argument, frame) : nothing, ...frame.effects };
      }
      case 'BlockStatement':
        return runStatements([...statement.body, ...statements.slice(index + 1)], frame);
      case 'IfStatement':
        return fork(statement, statements.slice(index + 1), frame);
      default:
        return refuseAt(statement, frame, 'loops and the like have no twin in SQL.');
    }
  }
  return { returned: nothing, ...frame.effects };
}

function declare({ declarations, kind }: Syntax.VariableDeclaration, frame: Frame): void {
  for (const declaration of declarations) {
    const { id, init } = declaration;
    if (kind !== 'const' || !init) {
      refuseAt(declaration, frame, 'use const: a variable that changes has no twin in SQL.');
    }
    bindPattern(id, frame.reader.evaluate(init, frame), frame, frame.variables);
  }
}

function fork(statement: Syntax.IfStatement, after: readonly Syntax.Statement[], frame: Frame): Outcome {
  const test = condition(statement.test, frame);
  const way = (taken: Syntax.Statement | null | undefined): Outcome =>
    runStatements([...(taken ? [taken] : []), ...after], {
      ...frame,
      variables: new Map(frame.variables),
      effects: { states: new Map(frame.effects.states), emitted: [] },
    });
  const [yes, no] = [way(statement.consequent), way(statement.alternate)];
  const states = [...yes.states].map(([name, value]): readonly [string, Expression] => {
    const both = chosen(test, scalar(value), scalar(no.states.get(name)!), statement, frame);
    return [name, both.kind === 'scalar' ? both.expression : value];
  });
  const at = place(statement, frame);
  const not: Expression = { kind: 'unary', type: 'boolean', operator: '!', operand: test, at };
  return {
    returned: chosen(test, yes.returned, no.returned, statement, frame),
    states: new Map(states),
    emitted: [...frame.effects.emitted, ...under(test, yes.emitted), ...under(not, no.emitted)],
  };
}

function under(guard: Expression, emitted: readonly Emitted[]): readonly Emitted[] {
  return emitted.map(({ when, record }) => ({
    record,
    when:
      when === undefined
        ? guard
        : { kind: 'binary', type: 'boolean', operator: '&&', left: guard, right: when, at: guard.at },
  }));
}
