import { basename, dirname, resolve } from 'node:path';

/** A place that an error names. Line and column count from 1. */
export interface ErrorPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The place in an error line of a run, as in `/home/ann/orders.pipeline.ts:14:5: items is not defined`. A relative
 * path is relative to the definition's folder. A path with blanks is understood if it is the definition's.
 */
export function errorPlace(line: string, definition: string): ErrorPlace | undefined {
  for (const known of [definition, basename(definition)]) {
    const at = line.indexOf(`${known}:`);
    const position = at < 0 ? null : /^:(\d+)(?::(\d+))?/.exec(line.slice(at + known.length));
    const standsAlone = known === definition || /^$|[\s("']$/.test(line.slice(0, Math.max(at, 0)));
    if (position && standsAlone) return place(definition, position[1], position[2]);
  }
  const other = /(?:^|[\s("'])((?:[A-Za-z]:)?[^\s:("']+\.[cm]?[jt]s):(\d+)(?::(\d+))?/.exec(line);
  return other?.[1] === undefined
    ? undefined
    : place(resolve(dirname(definition), other[1]), other[2], other[3]);
}

function place(file: string, line: string | undefined, column: string | undefined): ErrorPlace {
  return { file, line: Number(line), column: Number(column ?? 1) };
}
