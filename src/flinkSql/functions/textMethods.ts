import type * as Syntax from 'acorn';
import { literalOf, type Expression, type TextCallName } from '../expressions/expression.js';
import { isOneUnitEach } from '../expressions/textFacts.js';
import { argumentsOfType, scalarArguments, wholeArgument } from './callArguments.js';
import { place, refuseAt, type Frame } from './frame.js';
import { asText, operation } from './operation.js';
import { scalar, type Value } from './value.js';

/** Of text only: how many arguments each takes, and what it gives. */
const plain: Readonly<Partial<Record<TextCallName, readonly [number, 'boolean' | 'number' | 'string']>>> = {
  endsWith: [1, 'boolean'],
  includes: [1, 'boolean'],
  indexOf: [1, 'number'],
  replace: [2, 'string'],
  replaceAll: [2, 'string'],
  startsWith: [1, 'boolean'],
  toLowerCase: [0, 'string'],
  toUpperCase: [0, 'string'],
  trim: [0, 'string'],
  trimEnd: [0, 'string'],
  trimStart: [0, 'string'],
};

/** A method of a text. @throws {SqlRefusal} for one that has no twin in SQL */
export function callOfText(
  node: Syntax.CallExpression,
  text: Expression,
  method: string,
  frame: Frame,
): Value {
  const at = place(node, frame);
  const known = Object.hasOwn(plain, method) ? plain[method as TextCallName] : undefined;
  if (known !== undefined) {
    const [count, type] = known;
    const args = argumentsOfType('string', node, frame, count);
    if (method.startsWith('replace')) checkReplacement(args, method, node, frame);
    return scalar({ kind: 'call', type, name: method as TextCallName, args: [text, ...args], at });
  }
  switch (method) {
    case 'toString':
      return scalar(text);
    case 'concat': {
      const args = scalarArguments(node, frame, undefined);
      return scalar(args.reduce((left, right) => operation('+', left, asText(right, at), at), text));
    }
    case 'slice':
    case 'substring':
    case 'charAt':
      return cut(node, text, method, frame);
    case 'repeat': {
      const args = scalarArguments(node, frame, 1);
      if (wholeArgument(args[0]!, node, frame) < 0) {
        refuseAt(node, frame, 'a text cannot be repeated so often.');
      }
      return scalar({ kind: 'call', type: 'string', name: 'repeat', args: [text, ...args], at });
    }
    case 'padStart':
    case 'padEnd':
      return padded(node, text, method, frame);
    case 'split':
      return split(node, text, frame);
    default:
      return refuseAt(node, frame, refusalOf(method));
  }
}

function refusalOf(method: string): string {
  if (['toLocaleUpperCase', 'toLocaleLowerCase', 'localeCompare', 'normalize'].includes(method)) {
    return `“.${method}(…)” of a text depends on the language and the version of Unicode of where it runs.`;
  }
  if (['match', 'matchAll', 'search'].includes(method)) {
    return `“.${method}(…)” of a text has no twin in SQL: the regular expressions of Java are others.`;
  }
  if (['at', 'charCodeAt', 'codePointAt'].includes(method)) {
    return `“.${method}(…)” of a text may give undefined or half a character, which SQL cannot have: use charAt(…) or slice(…).`;
  }
  return `“.${method}(…)” of a text has no twin in SQL.`;
}

function cut(
  node: Syntax.CallExpression,
  text: Expression,
  method: 'slice' | 'substring' | 'charAt',
  frame: Frame,
): Value {
  const at = place(node, frame);
  const positions = scalarArguments(node, frame, undefined).map((each) => wholeArgument(each, node, frame));
  const [from = 0, to] = method === 'slice' ? positions : positions.map((each) => Math.max(0, each));
  if (positions.length > 2) refuseAt(node, frame, 'this takes at most two arguments.');
  const bounds: readonly (number | undefined)[] =
    method === 'charAt'
      ? positions[0] !== undefined && positions[0] < 0
        ? [0, 0]
        : [from, from + 1]
      : method === 'substring' && to !== undefined
        ? [Math.min(from, to), Math.max(from, to)]
        : [from, to];
  const args = bounds.filter((each) => each !== undefined).map((each) => literalOf(each, at));
  return scalar({ kind: 'call', type: 'string', name: 'slice', args: [text, ...args], at });
}

function padded(
  node: Syntax.CallExpression,
  text: Expression,
  name: 'padStart' | 'padEnd',
  frame: Frame,
): Value {
  const at = place(node, frame);
  const args = scalarArguments(node, frame, undefined);
  const [length, fill = literalOf(' ', at)] = args;
  if (length === undefined || args.length > 2) {
    return refuseAt(node, frame, 'this takes a length and a text.');
  }
  if (wholeArgument(length, node, frame) < 0) return scalar(text);
  if (fill.kind !== 'literal' || fill.type !== 'string' || fill.value === '' || !isOneUnitEach(fill)) {
    return refuseAt(node, frame, 'what is filled in must be a plain text here, of usual characters.');
  }
  return scalar({ kind: 'call', type: 'string', name, args: [text, length, fill], at });
}

function split(node: Syntax.CallExpression, text: Expression, frame: Frame): Value {
  const [separator] = argumentsOfType('string', node, frame, 1);
  if (separator?.kind !== 'literal' || separator.value === '') {
    return refuseAt(node, frame, '“.split(…)” has a twin in SQL for a plain text that is not empty.');
  }
  return { kind: 'parts', text, separator };
}

/** A part of a text that was split, from 0. */
export function partAt(
  { text, separator }: Extract<Value, { kind: 'parts' }>,
  index: number,
  node: Syntax.Node,
  frame: Frame,
): Value {
  const at = place(node, frame);
  if (!Number.isSafeInteger(index) || index < 0) return refuseAt(node, frame, 'there is no such part.');
  return scalar({
    kind: 'call',
    type: 'string',
    name: 'part',
    args: [text, separator, literalOf(index, at)],
    at,
  });
}

/** How many parts there are. */
export function partCount(
  { text, separator }: Extract<Value, { kind: 'parts' }>,
  node: Syntax.Node,
  frame: Frame,
): Value {
  const at = place(node, frame);
  return scalar({ kind: 'call', type: 'number', name: 'parts', args: [text, separator], at });
}

/** JavaScript gives “$” in what is put in a meaning of its own, and finds empty text everywhere. */
function checkReplacement(
  [what, by]: readonly Expression[],
  method: string,
  node: Syntax.Node,
  frame: Frame,
): void {
  const isPlain = what?.kind === 'literal' && what.value !== '' && by?.kind === 'literal';
  if (!isPlain || String(by.value).includes('$')) {
    refuseAt(node, frame, `“.${method}(…)” has a twin in SQL for two plain texts only, without “$”.`);
  }
}
