import { Language, Parser, type Node } from '@vscode/tree-sitter-wasm';
import { readJava } from './readJava.js';
import { readPython } from './readPython.js';
import { readSql } from './readSql.js';
import { operatorsIn } from './operatorWalk.js';
import type { SourceCode } from './code.js';
import type { SourceOperator } from './sourceOperator.js';

export const sourceLanguages = ['java', 'python', 'sql'] as const;
export type SourceLanguage = (typeof sourceLanguages)[number];
type ParsedLanguage = Exclude<SourceLanguage, 'sql'>;

interface Reader {
  readonly wasm: string;
  /** Cheaper than a parse, and right for nearly every file that makes no job. */
  readonly mayMakeJob: RegExp;
  readonly read: (root: Node) => SourceCode;
}

const readers: Readonly<Record<ParsedLanguage, Reader>> = {
  java: {
    wasm: 'tree-sitter-java.wasm',
    mayMakeJob: /\b(StreamExecutionEnvironment|\w*DataStream)\b/,
    read: readJava,
  },
  python: {
    wasm: 'tree-sitter-python.wasm',
    mayMakeJob: /\b(StreamExecutionEnvironment|DataStream)\b/,
    read: readPython,
  },
};

/** The same for SQL. */
const mayInsert = /\bINSERT\s+(INTO|OVERWRITE)\b/i;

/** Finds the operators that the source of a Flink job makes. */
export class SourceLocator {
  private initialized: Promise<void> | undefined;
  private readonly parsers = new Map<ParsedLanguage, Promise<Parser>>();

  /** `wasmFolder` holds `tree-sitter.wasm` and a grammar a language; they are read at the first parse. */
  constructor(private readonly wasmFolder: string) {}

  /** None where the text makes no job. Text with syntax errors gives what can still be made out. */
  async locate(text: string, language: SourceLanguage): Promise<readonly SourceOperator[]> {
    if (language === 'sql') return mayInsert.test(text) ? readSql(text) : [];
    const { mayMakeJob, read } = readers[language];
    if (!mayMakeJob.test(text)) return [];
    const tree = (await this.parser(language)).parse(text);
    if (!tree) return [];
    try {
      return operatorsIn(read(tree.rootNode));
    } finally {
      tree.delete();
    }
  }

  private parser(language: ParsedLanguage): Promise<Parser> {
    let parser = this.parsers.get(language);
    if (!parser) {
      parser = this.load(readers[language].wasm);
      this.parsers.set(language, parser);
    }
    return parser;
  }

  private async load(wasm: string): Promise<Parser> {
    this.initialized ??= Parser.init({ locateFile: (file: string) => `${this.wasmFolder}/${file}` });
    await this.initialized;
    const parser = new Parser();
    parser.setLanguage(await Language.load(`${this.wasmFolder}/${wasm}`));
    return parser;
  }
}
