import type { Node } from '@vscode/tree-sitter-wasm';
import type { Place } from './place.js';

/** The named children, without comments. */
export function childrenOf(node: Node | null): Node[] {
  return (node?.namedChildren ?? []).filter(
    (child) => child !== null && !/comment/.test(child.type),
  ) as Node[];
}

/** Where a node begins. */
export function place({ startPosition: { row, column } }: Node): Place {
  return { line: row + 1, column };
}
