import type * as Syntax from 'acorn';
import { factsOfKind } from '../expressions/numberFacts.js';
import { bindPattern } from './bindPattern.js';
import { place, refuseAt, type Frame } from './frame.js';
import { itemsOf } from './listMethods.js';
import { scalar, type Each, type Value } from './value.js';

/** So many items of a list are written out one by one. */
const itemsMax = 50;

/**
 * `for (const item of …)`: over a list once for each item; over the parts of a text, which are as many as a record has, once for all.
 *
 * @throws {SqlRefusal} for what has no end that is known before
 */
export function runLoop(loop: Syntax.ForOfStatement, frame: Frame, run: (inner: Frame) => void): void {
  const { left, right } = loop;
  if (left.type !== 'VariableDeclaration') {
    return refuseAt(left, frame, 'declare the variable of the loop in it: for (const item of …).');
  }
  const { id } = left.declarations[0]!;
  const over = frame.reader.evaluate(right, frame);
  if (over.kind === 'parts') {
    if (id.type !== 'Identifier') return refuseAt(id, frame, 'a part of a text has a name only.');
    overParts(loop, { text: over.text, separator: over.separator, name: id.name }, frame, run);
    return;
  }
  const items = itemsOf(over, right, frame);
  if (items === undefined || items.length > itemsMax) {
    return refuseAt(
      right,
      frame,
      `a loop is over a list of at most ${itemsMax} items that is the same for all records, or over what split(…) gives.`,
    );
  }
  for (const item of items) {
    const variables = new Map(frame.variables);
    bindPattern(id, item, frame, variables);
    run({ ...frame, variables });
    for (const name of frame.variables.keys()) frame.variables.set(name, variables.get(name)!);
  }
}

/** Each part becomes a row. */
function overParts(loop: Syntax.Node, each: Each, frame: Frame, run: (inner: Frame) => void): void {
  const part: Value = scalar({
    kind: 'column',
    type: 'string',
    name: each.name,
    field: 'string',
    facts: factsOfKind('string', false),
    at: place(loop, frame),
  });
  const variables = new Map([...frame.variables, [each.name, part]]);
  const effects = { states: new Map(frame.effects.states), emitted: [] };
  const inner: Frame = { ...frame, variables, effects };
  run(inner);
  const isChanged =
    [...frame.variables].some(([name, value]) => name !== each.name && variables.get(name) !== value) ||
    [...frame.effects.states].some(([name, value]) => inner.effects.states.get(name) !== value);
  if (isChanged || inner.effects.emitted.some((emitted) => emitted.each !== undefined)) {
    return refuseAt(loop, frame, 'a loop over the parts of a text can only emit a record for each.');
  }
  frame.effects.emitted.push(...inner.effects.emitted.map((emitted) => ({ ...emitted, each })));
}
