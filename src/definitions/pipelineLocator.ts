import { Language, Parser } from '@vscode/tree-sitter-wasm';
import { locateInTree } from './locateInTree.js';
import type { PipelineLocation } from './pipelineLocation.js';

/** Cheaper than a parse, and right for nearly every file that defines no pipeline. */
const mayDefinePipeline = /\bpipeline\s*\(/;

/** Finds the pipeline and its operators in the text of a definition. */
export class PipelineLocator {
  private parser: Promise<Parser> | undefined;

  /** `wasmFolder` holds `tree-sitter.wasm` and `tree-sitter-typescript.wasm`; they are read at the first parse. */
  constructor(private readonly wasmFolder: string) {}

  /**
   * Where the pipeline and its operators stand in `text`; `undefined` where it defines none. Text with syntax
   * errors gives what can still be made out.
   */
  async locate(text: string): Promise<PipelineLocation | undefined> {
    if (!mayDefinePipeline.test(text)) return undefined;
    this.parser ??= loadParser(this.wasmFolder);
    const tree = (await this.parser).parse(text);
    if (!tree) return undefined;
    try {
      return locateInTree(tree.rootNode);
    } finally {
      tree.delete();
    }
  }
}

async function loadParser(wasmFolder: string): Promise<Parser> {
  await Parser.init({ locateFile: (file: string) => `${wasmFolder}/${file}` });
  const parser = new Parser();
  parser.setLanguage(await Language.load(`${wasmFolder}/tree-sitter-typescript.wasm`));
  return parser;
}
