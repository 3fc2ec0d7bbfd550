import { Grammars } from './grammars.js';
import { locateInTree } from './locateInTree.js';
import type { PipelineLocation } from './pipelineLocation.js';

/** Cheaper than a parse, and right for nearly every file that defines no pipeline. */
const mayDefinePipeline = /\bpipeline\s*\(/;

/** Finds the pipeline and its operators in the text of a definition. */
export class PipelineLocator {
  private readonly grammars: Grammars;

  /** `wasmFolder` as in {@link Grammars}. */
  constructor(wasmFolder: string) {
    this.grammars = new Grammars(wasmFolder);
  }

  /**
   * Where the pipeline and its operators stand in `text`; `undefined` where it defines none. Text with syntax
   * errors gives what can still be made out.
   */
  async locate(text: string): Promise<PipelineLocation | undefined> {
    if (!mayDefinePipeline.test(text)) return undefined;
    const tree = (await this.grammars.parser('typescript')).parse(text);
    if (!tree) return undefined;
    try {
      return locateInTree(tree.rootNode);
    } finally {
      tree.delete();
    }
  }
}
