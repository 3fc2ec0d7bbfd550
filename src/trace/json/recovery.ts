import * as l10n from '@vscode/l10n';
import { visit } from 'jsonc-parser';
import type { Place } from '../diagnostics.js';
import { parseProblem } from './parseProblem.js';
import type { JsonPath } from './path.js';

/** What a text that is not JSON holds before it goes wrong. */
export interface Recovered {
  readonly value: unknown;
  /** Where and how it goes wrong; absent where only comments or commas too many are. */
  readonly stop?: Stop;
}

export interface Stop {
  readonly at: Place;
  /** Whether the text simply ends there. */
  readonly atEnd: boolean;
  /** The innermost value that was not finished. */
  readonly path: JsonPath;
  /** What is wrong, as words: `value expected`. */
  readonly problem: string;
}

type Container = unknown[] | Map<string, unknown>;

interface Open {
  readonly container: Container;
  key: string;
}

/**
 * Reads a JSON text up to its first error. Only finished values are given: an object in a list that is cut off is
 * dropped, because its missing fields would read as their defaults, and so is a number at the very end of the text, of
 * which digits may be lost. An object that only holds others loses nothing by it: `isKept` says, by its path, which those
 * are. The text must not be nested deeper than the caller allows.
 */
export function recoverJson(text: string, isKept: (path: JsonPath) => boolean = () => false): Recovered {
  const open: Open[] = [];
  let top: unknown;
  let stop: Stop | undefined;
  let literalEnd = -1;

  const put = (value: unknown) => {
    const parent = open.at(-1);
    if (parent === undefined) top = value;
    else if (Array.isArray(parent.container)) parent.container.push(value);
    else parent.container.set(parent.key, value);
  };
  const close = () => {
    if (stop !== undefined) return;
    const closed = open.pop();
    if (closed !== undefined) put(plainValue(closed.container));
  };
  const halt = (problem: string, offset: number, line: number, character: number) => {
    if (stop !== undefined) return;
    // What breaks off right after a value, as in `12x4`, breaks the value too.
    if (offset === literalEnd) takeBack(open.at(-1));
    const path = pathOf(open);
    const at = { line: line + 1, column: character + 1, offset };
    const atEnd = (open.length > 0 || top === undefined) && isUnfinishedToken(text.slice(offset));
    stop = { at, atEnd, path, problem };
  };

  visit(
    text,
    {
      onObjectBegin: () => {
        if (stop === undefined) open.push({ container: new Map(), key: '' });
      },
      onArrayBegin: () => {
        if (stop === undefined) open.push({ container: [], key: '' });
      },
      onObjectProperty: (name) => {
        if (stop === undefined) open.at(-1)!.key = name;
      },
      onLiteralValue: (value: unknown, offset, length, line, character) => {
        const mayLackDigits = typeof value === 'number' && offset + length === text.length;
        if (mayLackDigits) halt(l10n.t('the end of the text'), offset, line, character);
        else if (stop === undefined) put(value);
        literalEnd = offset + length;
      },
      onObjectEnd: close,
      onArrayEnd: close,
      onError: (error, offset, _length, line, character) => {
        halt(parseProblem(error), offset, line, character);
      },
    },
    { allowTrailingComma: true },
  );
  if (stop === undefined) return { value: top };
  return { value: open.length === 0 ? top : closeAll(open, isKept), stop };
}

function takeBack(parent: Open | undefined): void {
  if (parent === undefined) return;
  if (Array.isArray(parent.container)) parent.container.pop();
  else parent.container.delete(parent.key);
}

/** More than this after a mistake is not one token cut off. */
const tokenLength = 100_000;

/** Whether nothing but white space or the first characters of one token is left. */
function isUnfinishedToken(rest: string): boolean {
  return rest.length <= tokenLength && /^\s*$|^"(?:[^"\\\n]|\\.)*\\?$|^[\w.+-]{1,40}$/.test(rest);
}

/** Closes what is still open, from the inside out; an unfinished object in a list is dropped or kept. */
function closeAll(open: readonly Open[], isKept: (path: JsonPath) => boolean): unknown {
  for (let depth = open.length - 1; depth > 0; depth--) {
    const inner = open[depth]!.container;
    const { container: outer, key } = open[depth - 1]!;
    if (outer instanceof Map) outer.set(key, plainValue(inner));
    else if (Array.isArray(inner) || isKept(pathOf(open.slice(0, depth)))) outer.push(plainValue(inner));
  }
  return plainValue(open[0]!.container);
}

function pathOf(open: readonly Open[]): JsonPath {
  return open.map(({ container, key }) => (Array.isArray(container) ? container.length : key));
}

/** An object whose fields are all its own, `__proto__` too. */
function plainValue(container: Container): unknown {
  return Array.isArray(container) ? container : Object.fromEntries(container);
}
