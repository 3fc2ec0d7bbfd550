import type * as vscode from 'vscode';
import type { SourceLanguage, SourceLocator } from '../../definitions/flink/sourceLocator.js';
import type { SourceOperator } from '../../definitions/flink/sourceOperator.js';
import { sourceLanguageOf } from './sourceLanguages.js';

/** Nobody writes a job in a longer file, but programs do; as many UTF-16 code units. */
const longest = 2_000_000;

/** The operators in sources of Flink jobs. The parsers are loaded with the first text, and an open document is read once a version. */
export class SourceFiles {
  private locator: Promise<SourceLocator> | undefined;
  private readonly read = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly operators: Promise<readonly SourceOperator[]> }
  >();

  constructor(private readonly wasmFolder: string) {}

  ofDocument(document: vscode.TextDocument): Promise<readonly SourceOperator[]> {
    const known = this.read.get(document);
    if (known?.version === document.version) return known.operators;
    const language = sourceLanguageOf({ languageId: document.languageId, path: document.uri.path });
    const operators = language ? this.ofText(document.getText(), language) : Promise.resolve([]);
    this.read.set(document, { version: document.version, operators });
    return operators;
  }

  async ofText(text: string, language: SourceLanguage): Promise<readonly SourceOperator[]> {
    if (text.length > longest) return [];
    this.locator ??= import('../../definitions/flink/sourceLocator.js').then(
      (module) => new module.SourceLocator(this.wasmFolder),
    );
    return (await this.locator).locate(text, language);
  }
}
