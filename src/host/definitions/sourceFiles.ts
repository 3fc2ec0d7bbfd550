import type * as vscode from 'vscode';
import type { SourceLanguage, SourceLocator } from '../../definitions/flink/sourceLocator.js';
import type { SourceOperator } from '../../definitions/flink/sourceOperator.js';
import { steadyOperators, type LocatedSource } from '../../definitions/flink/steadyOperators.js';
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
  /** What each document had in it when it was whole. */
  private readonly whole = new WeakMap<vscode.TextDocument, LocatedSource>();

  constructor(private readonly wasmFolder: string) {}

  ofDocument(document: vscode.TextDocument): Promise<readonly SourceOperator[]> {
    const known = this.read.get(document);
    if (known?.version === document.version) return known.operators;
    const language = sourceLanguageOf({ languageId: document.languageId, path: document.uri.path });
    const operators = language ? this.steady(document, language) : Promise.resolve([]);
    this.read.set(document, { version: document.version, operators });
    return operators;
  }

  async ofText(text: string, language: SourceLanguage): Promise<readonly SourceOperator[]> {
    return (await this.located(text, language)).operators;
  }

  private async steady(
    document: vscode.TextDocument,
    language: SourceLanguage,
  ): Promise<readonly SourceOperator[]> {
    const located = await this.located(document.getText(), language);
    const operators = steadyOperators(located, this.whole.get(document));
    if (!located.isBroken) this.whole.set(document, located);
    return operators;
  }

  private async located(text: string, language: SourceLanguage): Promise<LocatedSource> {
    if (text.length > longest) return { text, operators: [], isBroken: false };
    this.locator ??= import('../../definitions/flink/sourceLocator.js').then(
      (module) => new module.SourceLocator(this.wasmFolder),
    );
    return (await this.locator).locate(text, language);
  }
}
