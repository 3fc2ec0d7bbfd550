import { pathToFileURL } from 'node:url';

/** A place in a definition; `line` and `column` count from 1. */
export interface DefinitionPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The innermost place of an error's stack that lies in the definition. */
export function placeInStack(error: unknown, file: string): DefinitionPlace | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const url = pathToFileURL(file).href;
  for (const frame of stack.split('\n')) {
    const at = frame.indexOf(`${url}:`);
    const [, line, column] = /^:(\d+):(\d+)/.exec(at < 0 ? '' : frame.slice(at + url.length)) ?? [];
    if (line !== undefined) return { file, line: Number(line), column: Number(column) };
  }
  return undefined;
}
