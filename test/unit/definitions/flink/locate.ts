import { join } from 'node:path';
import { SourceLocator, type SourceLanguage } from '../../../../src/definitions/flink/sourceLocator.js';
import type { LocatedSource } from '../../../../src/definitions/flink/steadyOperators.js';
import type { SourceOperator } from '../../../../src/definitions/flink/sourceOperator.js';

const locator = new SourceLocator(join(process.cwd(), 'node_modules/@vscode/tree-sitter-wasm/wasm'));

export async function locate(text: string, language: SourceLanguage): Promise<readonly SourceOperator[]> {
  return (await located(text, language)).operators;
}

export function located(text: string, language: SourceLanguage): Promise<LocatedSource> {
  return locator.locate(text, language);
}

/** `4 map parse ← 0`: line, what makes it, name or uid, and the positions of its inputs. */
export async function described(text: string, language: SourceLanguage): Promise<string[]> {
  return (await locate(text, language)).map(({ line, made, name, uid, inputs }) =>
    [
      line,
      made,
      name ?? '?',
      ...(uid === undefined ? [] : [`uid=${uid}`]),
      ...(inputs.length ? ['←', ...inputs] : []),
    ].join(' '),
  );
}
