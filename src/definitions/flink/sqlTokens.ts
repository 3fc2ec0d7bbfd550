import moo from 'moo';

export interface SqlToken {
  /** As it was written, a quoted name or text without its quotes. */
  readonly text: string;
  readonly kind: 'word' | 'name' | 'text' | 'sign';
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
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
  word: /[\p{L}_$][\p{L}\p{N}_$]*/u,
  number: /\d+(?:\.\d+)?/u,
  sign: { match: /[^]/u, lineBreaks: true },
});

/** The words, names, texts and signs of Flink SQL; comments and numbers are left out. Never throws: what fits nothing is a sign. */
export function sqlTokens(text: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const { type, value, line, col } of lexer.reset(text)) {
    if (type === 'word' || type === 'name' || type === 'text' || type === 'sign') {
      tokens.push({ text: value, kind: type, line, column: col - 1 });
    }
  }
  return tokens;
}
