import type { Node } from '@vscode/tree-sitter-wasm';
import type { Place } from './place.js';

/** The named children, without comments. */
export function childrenOf(node: Node | null): Node[] {
  return (node?.namedChildren ?? []).filter(
    (child) => child !== null && !/comment/.test(child.type),
  ) as Node[];
}

/** The nodes of some types, at any depth, in the order of the text. */
export function descendants(node: Node, types: readonly string[]): Node[] {
  return node.descendantsOfType([...types]).filter((each): each is Node => each !== null);
}

/** Where a node begins. */
export function place({ startPosition: { row, column } }: Node): Place {
  return { line: row + 1, column };
}
