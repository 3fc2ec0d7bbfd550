import type { Node } from '@vscode/tree-sitter-wasm';
import {
  operatorMethods,
  type LocatedOperator,
  type OperatorMethod,
  type PipelineLocation,
} from './pipelineLocation.js';

/** The first pipeline that the parsed definition makes. */
export function locateInTree(root: Node): PipelineLocation | undefined {
  const calls = root.descendantsOfType('call_expression');
  const call = calls.find((node) => node?.childForFieldName('function')?.text === 'pipeline');
  if (!call) return locateInErrors(root);
  const [nameNode, build] = call.childForFieldName('arguments')?.namedChildren ?? [];
  const name = literal(nameNode);
  const statement = call.parent?.type === 'export_statement' ? call.parent : call;
  return {
    ...(name === undefined ? {} : { name }),
    line: statement.startPosition.row + 1,
    column: statement.startPosition.column,
    operators: build ? new OperatorWalk().operatorsIn(build) : [],
  };
}

/** While a bracket is missing, the call of `pipeline` is not one node yet, but its pieces stand under an error. */
function locateInErrors(root: Node): PipelineLocation | undefined {
  const word = root
    .descendantsOfType('identifier')
    .find((node) => node?.text === 'pipeline' && node.parent?.type === 'ERROR');
  if (!word) return undefined;
  return { line: word.startPosition.row + 1, column: 0, operators: new OperatorWalk().operatorsIn(root) };
}

/**
 * Walks the function that builds the pipeline. A method call is an operator only on a stream: on what `source`
 * returns, on what another operator returns, or on a variable that holds one, so that `names.map(…)` of an array
 * is none. What is passed to an operator is its own code and not walked.
 */
class OperatorWalk {
  private readonly found: LocatedOperator[] = [];
  private readonly streams = new Set<string>();

  operatorsIn(node: Node): readonly LocatedOperator[] {
    this.walk(node);
    return this.found;
  }

  private walk(node: Node): void {
    if (node.type === 'call_expression' && this.isStream(node)) {
      this.chain(node);
      return;
    }
    if (node.type === 'variable_declarator' || node.type === 'assignment_expression') {
      const target = node.childForFieldName('name') ?? node.childForFieldName('left');
      const value = node.childForFieldName('value') ?? node.childForFieldName('right');
      if (target && value && this.isStream(value)) this.streams.add(target.text);
    }
    for (const child of node.namedChildren) if (child) this.walk(child);
  }

  /** Adds the operators of a method chain in the order in which they are called. */
  private chain(call: Node): void {
    const links = linksOf(call);
    let options: Pick<LocatedOperator, 'name' | 'uid'> = {};
    const operators: LocatedOperator[] = [];
    // From the end, because a name stands after the operator that it names.
    for (const { method, property, call: link } of links) {
      if (method === 'name' || method === 'uid') {
        const value = literal(argumentsOf(link)[0]);
        if (value !== undefined && options[method] === undefined) options = { ...options, [method]: value };
      } else if (isOperatorMethod(method)) {
        const { row, column } = property.startPosition;
        operators.push({ method, ...options, line: row + 1, column });
        options = {};
      }
    }
    const receiver = links.at(-1)?.receiver;
    if (receiver) this.walk(receiver);
    for (const link of links.filter(({ method: name }) => name === 'union' || name === 'connect')) {
      for (const other of argumentsOf(link.call)) this.walk(other);
    }
    this.found.push(...operators.reverse());
  }

  private isStream(node: Node): boolean {
    if (node.type === 'identifier') return this.streams.has(node.text);
    if (node.type !== 'call_expression') return false;
    const links = linksOf(node);
    const receiver = links.at(-1)?.receiver;
    return links.some((link) => link.method === 'source') || (!!receiver && this.isStream(receiver));
  }
}

interface Link {
  readonly call: Node;
  readonly method: string;
  readonly property: Node;
  readonly receiver: Node;
}

/** The method calls of `a.b().c()`, the last first. */
function linksOf(call: Node): readonly Link[] {
  const links: Link[] = [];
  let node = call;
  while (node.type === 'call_expression') {
    const callee: Node | null = node.childForFieldName('function');
    const property = callee?.type === 'member_expression' ? callee.childForFieldName('property') : null;
    const receiver: Node | null | undefined = callee?.childForFieldName('object');
    if (!property || !receiver) break;
    links.push({ call: node, method: property.text, property, receiver });
    node = receiver;
  }
  return links;
}

function argumentsOf(call: Node): readonly Node[] {
  return (call.childForFieldName('arguments')?.namedChildren ?? []).filter((node) => node !== null);
}

/** The text of a string literal without substitutions and escapes. */
function literal(node: Node | null | undefined): string | undefined {
  if (node?.type !== 'string' && node?.type !== 'template_string') return undefined;
  const parts = node.namedChildren;
  if (parts.some((part) => part?.type !== 'string_fragment')) return undefined;
  return parts.map((part) => part?.text ?? '').join('');
}

function isOperatorMethod(method: string): method is OperatorMethod {
  return (operatorMethods as readonly string[]).includes(method);
}
