import moo from 'moo';
import type { Place } from './place.js';
import { placeInText, type SourceText } from './sourceText.js';

export interface SqlToken extends Place {
  /** As it was written, a quoted name or text without its quotes. */
  readonly text: string;
  readonly kind: 'word' | 'name' | 'text' | 'sign';
}

const lexer = moo.compile({
  space: { match: /\s+/u, lineBreaks: true },
  comment: [{ match: /--[^\n]*/u }, { match: /\/\*[^]*?\*\//u, lineBreaks: true }],
  name: {
    match: /`(?:[^`]|``)*`/u,
    lineBreaks: true,
    value: (text) => text.slice(1, -1).replaceAll('``', '`'),
  },
  text: { match: /'(?:[^']|'')*'/u, lineBreaks: true },
  // U+FFFC: what only the running program knows.
  word: /[\p{L}_$\uFFFC][\p{L}\p{N}_$\uFFFC]*/u,
  number: /\d+(?:\.\d+)?/u,
  sign: { match: /[^]/u, lineBreaks: true },
});

/** The words, names, texts and signs of Flink SQL; comments and numbers are left out. Never throws: what fits nothing is a sign. */
export function sqlTokens(source: SourceText): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const { type, value, offset } of lexer.reset(source.text)) {
    if (type === 'word' || type === 'name' || type === 'text' || type === 'sign') {
      tokens.push({ text: value, kind: type, ...placeInText(source, offset)! });
    }
  }
  return tokens;
}
