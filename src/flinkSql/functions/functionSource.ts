import { fileURLToPath } from 'node:url';
import { parseExpressionAt, type BlockStatement, type Expression, type Node, type Pattern } from 'acorn';
import type { DefinitionPlace } from '../../engine/pipeline/place.js';
import { refuse } from '../expressions/refusal.js';
import type { Closures } from './closures.js';

export type AnyFunction = (...args: never[]) => unknown;

/** A function of a definition as its syntax, with where it stands and what it has from outside. */
export class FunctionSource {
  readonly params: readonly Pattern[];
  readonly body: BlockStatement | Expression;
  private readonly text: string;
  private readonly start: DefinitionPlace | undefined;
  /** In `text`, where `start` is. */
  private readonly startOffset: number;

  /** @throws {SqlRefusal} for one that is asynchronous, a generator, or not written in the definition */
  constructor(
    private readonly of: AnyFunction,
    private readonly closures: Closures,
  ) {
    this.text = Function.prototype.toString.call(of);
    const place = closures.placeOf(of);
    this.start = place && {
      file: place.url.startsWith('file:') ? fileURLToPath(place.url) : place.url,
      line: place.line + 1,
      column: place.column + 1,
    };
    const { node, before } = parsed(this.text) ?? refuse('this function cannot be read.', this.start);
    this.startOffset = node.type === 'ArrowFunctionExpression' ? 0 : this.text.indexOf('(');
    this.shift = before;
    if (node.async || node.generator) {
      refuse('an asynchronous function or a generator has no twin in SQL.', this.start);
    }
    this.params = node.params;
    this.body = node.body;
  }

  /** How far positions in the syntax are behind those in `text`. */
  private readonly shift: number;

  placeOf(node: Node | undefined): DefinitionPlace | undefined {
    if (this.start === undefined || node === undefined) return this.start;
    const offset = node.start - this.shift;
    const before = this.text.slice(0, offset);
    const lineStart = before.lastIndexOf('\n') + 1;
    if (lineStart === 0) {
      return { ...this.start, column: Math.max(1, this.start.column + offset - this.startOffset) };
    }
    const line = this.start.line + before.split('\n').length - 1;
    return { file: this.start.file, line, column: offset - lineStart + 1 };
  }

  /** The value of a variable that the function has from outside. */
  variable(name: string): { readonly value: unknown } | undefined {
    return this.closures.variable(this.of, name);
  }

  functionSource(of: AnyFunction): FunctionSource {
    return new FunctionSource(of, this.closures);
  }
}

interface ParsedFunction {
  readonly type: string;
  readonly async: boolean;
  readonly generator: boolean;
  readonly params: readonly Pattern[];
  readonly body: BlockStatement | Expression;
}

/** As an expression, or, where it is written as a method, as one. `before` is what was put in front of the text. */
function parsed(text: string): { readonly node: ParsedFunction; readonly before: number } | undefined {
  const asExpression = tryParse(`(${text})`);
  if (asExpression?.type === 'ArrowFunctionExpression' || asExpression?.type === 'FunctionExpression') {
    return { node: asExpression, before: 1 };
  }
  const asMethod = tryParse(`({${text}})`);
  if (asMethod?.type !== 'ObjectExpression') return undefined;
  const [property] = asMethod.properties;
  if (property?.type !== 'Property' || property.value.type !== 'FunctionExpression') return undefined;
  return { node: property.value, before: 2 };
}

function tryParse(text: string): Expression | undefined {
  try {
    return parseExpressionAt(text, 0, { ecmaVersion: 2023 });
  } catch {
    return undefined;
  }
}
