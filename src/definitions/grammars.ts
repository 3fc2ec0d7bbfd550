import { Language, Parser } from '@vscode/tree-sitter-wasm';

export type GrammarName = 'typescript' | 'java' | 'python';

/** The parsers of the languages that are read. What one needs is read from `wasmFolder` at its first use. */
export class Grammars {
  private initialized: Promise<void> | undefined;
  private readonly parsers = new Map<GrammarName, Promise<Parser>>();

  /** `wasmFolder` holds `tree-sitter.wasm` and a `tree-sitter-NAME.wasm` for each grammar that is asked for. */
  constructor(private readonly wasmFolder: string) {}

  parser(name: GrammarName): Promise<Parser> {
    let parser = this.parsers.get(name);
    if (!parser) {
      parser = this.load(name);
      this.parsers.set(name, parser);
    }
    return parser;
  }

  private async load(name: GrammarName): Promise<Parser> {
    this.initialized ??= Parser.init({ locateFile: (file: string) => `${this.wasmFolder}/${file}` });
    await this.initialized;
    const parser = new Parser();
    parser.setLanguage(await Language.load(`${this.wasmFolder}/tree-sitter-${name}.wasm`));
    return parser;
  }
}
