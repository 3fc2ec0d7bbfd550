import { basename, dirname, isAbsolute, resolve } from 'node:path';
import type { Operator, TraceSource } from '../../trace/model.js';

/** Where a trace says that an operator is defined. */
export interface DefinitionPath {
  /** Absolute; absent where the trace does not say, or says what no definition can be. */
  readonly path?: string;
  /** The file's name, to look for it elsewhere. */
  readonly name: string;
}

/**
 * Reads the place out of a trace. A trace may come from anybody, so a network path (`\\server\share`), which would
 * be contacted by merely asking whether it exists, and a file that is no TypeScript are not followed.
 */
export function definitionPath(
  source: TraceSource,
  operator: Operator | undefined,
): DefinitionPath | undefined {
  const file = operator?.definedAt?.file;
  if (file === undefined || !file.endsWith('.ts')) return undefined;
  const name = basename(file.replaceAll('\\', '/'));
  const definition = source['definition'];
  const local = typeof definition === 'string' && isAbsolute(definition) && !/^[\\/]{2}/.test(definition);
  if (!local) return { name };
  return { path: resolve(dirname(definition), file), name };
}

/** Whether the path is the very definition that the trace was made from. */
export function isTheDefinition(source: TraceSource, path: string): boolean {
  const definition = source['definition'];
  return typeof definition === 'string' && resolve(definition) === path;
}
