import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { messageOf, UsageError } from '../errors.js';
import { placeInStack, type DefinitionPlace } from './place.js';
import type { PipelineDefinition } from './dsl.js';

/** A definition file without its types, ready to be imported in any thread. */
export interface DefinitionModule {
  /** Absolute path of the definition. */
  readonly file: string;
  /** A `data:` URL that holds the module and, nested in it, the modules that it imports by relative path. */
  readonly url: string;
}

/** A definition that cannot be loaded; the message names the file and the place. */
export class DefinitionError extends UsageError {
  constructor(
    message: string,
    readonly place?: DefinitionPlace,
  ) {
    super(message);
  }
}

/**
 * Reads a definition and takes the types out. Nothing of it is run. Types are not checked; the lines and columns stay.
 *
 * @param apiUrl what `checkpoint-lens` stands for
 * @throws DefinitionError with the place, for a file that cannot be read or has a syntax error.
 */
export async function prepareDefinition(file: string, apiUrl: string): Promise<DefinitionModule> {
  return { file, url: await moduleUrl(resolve(file), apiUrl, []) };
}

/**
 * Runs the definition's module and gives what it exports.
 *
 * @throws DefinitionError with the place, when it throws or exports no pipeline.
 */
export async function importDefinition({ file, url }: DefinitionModule): Promise<PipelineDefinition> {
  let exported: unknown;
  try {
    ({ default: exported } = (await import(url)) as { default?: unknown });
  } catch (error) {
    throw definitionError(error, file);
  }
  if (typeof (exported as Partial<PipelineDefinition> | undefined)?.build !== 'function') {
    throw new DefinitionError(
      `${file}: has no pipeline as its default export: write export default pipeline(…).`,
    );
  }
  return exported as PipelineDefinition;
}

/** What an error thrown by a definition's own code says, with its place. */
export function definitionError(error: unknown, file: string): DefinitionError {
  if (error instanceof DefinitionError) return error;
  const place = placeInStack(error, file);
  const where = place ? `${place.file}:${place.line}:${place.column}` : file;
  return new DefinitionError(`${where}: ${messageOf(error)}`, place);
}

async function moduleUrl(file: string, apiUrl: string, importedBy: readonly string[]): Promise<string> {
  if (importedBy.includes(file)) {
    throw new DefinitionError(
      `${file}: is part of a circle of imports: ${[...importedBy, file].map((f) => basename(f)).join(' → ')}.`,
    );
  }
  const code = await withoutTypes(file);
  const { parse } = await import('es-module-lexer');
  let linked = '';
  let end = 0;
  for (const statement of parse(code)[0]) {
    if (statement.type !== 'static' && statement.type !== 'reexport-star') continue;
    const name = await resolved(statement.specifier, file, apiUrl, [...importedBy, file]);
    linked += code.slice(end, statement.start) + name;
    end = statement.end;
  }
  linked += code.slice(end);
  return `data:text/javascript;charset=utf-8,${encodeURIComponent(`${linked}\n//# sourceURL=${pathToFileURL(file).href}\n`)}`;
}

/** What an import's name stands for. */
async function resolved(
  name: string,
  file: string,
  apiUrl: string,
  importedBy: readonly string[],
): Promise<string> {
  if (name === 'checkpoint-lens') return apiUrl;
  if (/^(node|data|https?):/.test(name)) return name;
  if (/^(\.{0,2}\/|file:)/.test(name)) {
    const path = name.startsWith('file:') ? fileURLToPath(name) : resolve(dirname(file), name);
    return moduleUrl(await existing(path, name, file), apiUrl, importedBy);
  }
  try {
    return pathToFileURL(createRequire(file).resolve(name)).href;
  } catch {
    throw new DefinitionError(
      `${file}: imports “${name}”, which is not installed there: run npm install ${name} in its folder.`,
    );
  }
}

async function existing(path: string, name: string, importer: string): Promise<string> {
  for (const candidate of [path, `${path}.ts`, path.replace(/\.(m?)js$/, '.$1ts')]) {
    if (
      await stat(candidate).then(
        (s) => s.isFile(),
        () => false,
      )
    ) {
      return candidate;
    }
  }
  throw new DefinitionError(`${importer}: imports “${name}”, and there is no such file.`);
}

async function withoutTypes(file: string): Promise<string> {
  let source: string;
  try {
    source = await readFile(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new DefinitionError(
      missing ? `${file}: there is no such file.` : `${file}: cannot be read: ${messageOf(error)}.`,
    );
  }
  const { default: amaro } = await import('amaro');
  try {
    return amaro.transformSync(source, { mode: 'strip-only' }).code;
  } catch (error) {
    throw typeof error === 'string' ? syntaxError(error, file) : error;
  }
}

/** amaro reports errors as a drawing of the place: takes the sentence, the line and the column out of it. */
function syntaxError(drawing: string, file: string): DefinitionError {
  const sentence = /^\s*x\s*(.+)$/m.exec(drawing)?.[1] ?? drawing.trim().split('\n')[0]!;
  const place = placeInDrawing(drawing);
  const where = place ? `${file}:${place.line}:${place.column}` : file;
  const compiled = /^(.+) is not supported in strip-only mode/.exec(sentence)?.[1];
  return new DefinitionError(
    compiled === undefined
      ? `${where}: ${sentence.trim().replace(/\.?$/, '.')}`
      : `${where}: ${compiled} is not supported: types are taken out, not compiled. Use plain constants and functions instead.`,
    place && { file, ...place },
  );
}

function placeInDrawing(drawing: string): { line: number; column: number } | undefined {
  const named = /\[(\d+):(\d+)\]/.exec(drawing);
  const marked = /^ *(\d+) \| .*\n *: ( *)[\^|`]/m.exec(drawing);
  const line = Number(marked?.[1] ?? named?.[1]);
  const column = marked ? marked[2]!.length + 1 : Number(named?.[2]);
  return Number.isNaN(line) ? undefined : { line, column };
}
