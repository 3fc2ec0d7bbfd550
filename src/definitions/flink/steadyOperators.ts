import type { SourceOperator } from './sourceOperator.js';

/** What was found in a text. */
export interface LocatedSource {
  readonly text: string;
  readonly operators: readonly SourceOperator[];
  /** Whether the text is not whole, as while a bracket or a quote is missing. */
  readonly isBroken: boolean;
}

/**
 * What is shown of a text that is being written: while it is broken and has lost operators for that, those of the last text that was
 * whole, at the lines where they stand now, so that nothing jumps.
 */
export function steadyOperators(
  now: LocatedSource,
  whole: LocatedSource | undefined,
): readonly SourceOperator[] {
  if (!now.isBroken || !whole || now.operators.length >= whole.operators.length) return now.operators;
  const line = lineNow(whole.text, now.text);
  return whole.operators.map((operator) => ({ ...operator, line: line(operator.line) }));
}

/** Where a line of one text is in the next, by what is the same at their beginnings and ends. */
function lineNow(before: string, now: string): (line: number) => number {
  const [was, is] = [before.split('\n'), now.split('\n')];
  const shorter = Math.min(was.length, is.length);
  let same = 0;
  while (same < shorter && was[same] === is[same]) same++;
  let sameAtEnd = 0;
  while (sameAtEnd < shorter - same && was.at(-1 - sameAtEnd) === is.at(-1 - sameAtEnd)) sameAtEnd++;
  return (line) => {
    if (line <= same) return line;
    if (line > was.length - sameAtEnd) return line + is.length - was.length;
    return Math.min(line, Math.max(is.length - sameAtEnd, 1));
  };
}
