import type { Node } from '@vscode/tree-sitter-wasm';

/** The named children, without comments. */
export function childrenOf(node: Node | null): Node[] {
  return (node?.namedChildren ?? []).filter(
    (child) => child !== null && !/comment/.test(child.type),
  ) as Node[];
}

/** Where a node begins: `line` from 1, `column` from 0. */
export function place({ startPosition: { row, column } }: Node): { line: number; column: number } {
  return { line: row + 1, column };
}
