import type { Node } from '@vscode/tree-sitter-wasm';
import { Grammars } from '../grammars.js';
import { readJava } from './readJava.js';
import { readPython } from './readPython.js';
import { operatorsIn } from './operatorWalk.js';
import { locatedInSql } from './sqlScript.js';
import type { LocatedSource } from './steadyOperators.js';
import type { SourceCode } from './code.js';

export const sourceLanguages = ['java', 'python', 'sql'] as const;
export type SourceLanguage = (typeof sourceLanguages)[number];
type ParsedLanguage = Exclude<SourceLanguage, 'sql'>;

interface Reader {
  /** Cheaper than a parse, and right for nearly every file that makes no job. */
  readonly mayMakeJob: RegExp;
  readonly read: (root: Node) => SourceCode;
}

const readers: Readonly<Record<ParsedLanguage, Reader>> = {
  java: {
    mayMakeJob: /\b(StreamExecutionEnvironment|\w*DataStream|\w*TableEnvironment|executeSql|addInsertSql)\b/,
    read: readJava,
  },
  python: {
    mayMakeJob: /\b(StreamExecutionEnvironment|DataStream|\w*TableEnvironment|execute_sql|add_insert_sql)\b/,
    read: readPython,
  },
};

/** The same for SQL. */
const mayInsert = /\b(INSERT\s+(INTO|OVERWRITE)|AS\s+(SELECT|WITH))\b/i;

/** Finds the operators that the source of a Flink job makes. */
export class SourceLocator {
  private readonly grammars: Grammars;

  /** `wasmFolder` as in {@link Grammars}. */
  constructor(wasmFolder: string) {
    this.grammars = new Grammars(wasmFolder);
  }

  /** None where the text makes no job. Text with syntax errors gives what can still be made out. */
  async locate(text: string, language: SourceLanguage): Promise<LocatedSource> {
    if (language === 'sql') return mayInsert.test(text) ? locatedInSql(text) : nothingIn(text);
    const { mayMakeJob, read } = readers[language];
    if (!mayMakeJob.test(text)) return nothingIn(text);
    const tree = (await this.grammars.parser(language)).parse(text);
    if (!tree) return nothingIn(text);
    try {
      const { rootNode } = tree;
      return { text, operators: operatorsIn(read(rootNode)), isBroken: rootNode.hasError };
    } finally {
      tree.delete();
    }
  }
}

function nothingIn(text: string): LocatedSource {
  return { text, operators: [], isBroken: false };
}
