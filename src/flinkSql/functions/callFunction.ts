import type { Expression } from '../expressions/expression.js';
import { bindPattern } from './bindPattern.js';
import { evaluateCall } from './evaluateCall.js';
import { evaluate } from './evaluateExpression.js';
import { refuseAt, type Frame, type Reader } from './frame.js';
import type { FunctionSource } from './functionSource.js';
import { runStatements } from './runStatements.js';
import type { Outcome, Value } from './value.js';

/** So deep may functions of a definition call one another; one that calls itself never ends. */
const depthMax = 20;

const reader: Reader = { evaluate, call: (...args) => callFunction(...args) };

/** Reads a call of a function: what comes of it with these arguments. `states` as they are before. */
export function callFunction(
  source: FunctionSource,
  args: readonly Value[],
  states: ReadonlyMap<string, Expression>,
  depth = 0,
): Outcome {
  const variables = new Map<string, Value>();
  const effects = { states: new Map(states), emitted: [] };
  const frame: Frame = { source, variables, effects, depth, reader };
  if (depth > depthMax) refuseAt(source.body, frame, 'a function that calls itself has no twin in SQL.');
  source.params.forEach((param, index) => {
    const value = args[index];
    if (value === undefined) refuseAt(param, frame, 'this parameter is given nothing.');
    bindPattern(param, value, frame, variables);
  });
  if (source.body.type === 'BlockStatement') return runStatements(source.body.body, frame);
  const returned =
    source.body.type === 'CallExpression'
      ? evaluateCall(source.body, frame, true)
      : evaluate(source.body, frame);
  return { returned, ...effects };
}
