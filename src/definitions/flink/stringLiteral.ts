import type { Node } from '@vscode/tree-sitter-wasm';
import { place } from './nodes.js';
import { verbatimText, type SourceText } from './sourceText.js';

/** What stands between the quotes of a literal, as it is. */
export function verbatim(node: Node): SourceText {
  return verbatimText(node.text, place(node));
}

/** What an escape such as `\n` or `\u0041` stands for; the same in Java and Python. */
export function escaped(node: Node): SourceText {
  return { text: meaningOf(node.text.slice(1)), places: [{ at: 0, ...place(node) }] };
}

const letters: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  s: ' ',
};

function meaningOf(escape: string): string {
  // An escaped end of line is none.
  if (/^\r?\n/.test(escape)) return '';
  const code = /^(?:u+|U|x)([0-9a-fA-F]+)$/.exec(escape)?.[1] ?? /^([0-7]{1,3})$/.exec(escape)?.[1];
  if (code !== undefined) {
    const point = Number.parseInt(code, /^[0-7]/.test(escape) ? 8 : 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '';
  }
  return letters[escape] ?? escape;
}
