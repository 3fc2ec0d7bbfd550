import type { Node } from '@vscode/tree-sitter-wasm';
import {
  other,
  type Argument,
  type Expression,
  type FunctionCode,
  type SourceCode,
  type Statement,
} from './code.js';
import { childrenOf, place } from './nodes.js';

/** Reads the syntax tree of a Python file. What has syntax errors gives what can still be made out. */
export function readPython(root: Node): SourceCode {
  return {
    functions: root
      .descendantsOfType('function_definition')
      .flatMap((node) => (node ? [functionOf(node)] : [])),
    statements: statementsIn(root),
  };
}

function functionOf(node: Node): FunctionCode {
  const body = node.childForFieldName('body');
  return {
    name: node.childForFieldName('name')?.text ?? '',
    parameters: childrenOf(node.childForFieldName('parameters')).map((parameter) => {
      const type = parameter.childForFieldName('type')?.text ?? '';
      const name = parameter.type === 'identifier' ? parameter : childrenOf(parameter)[0];
      return { name: name?.text ?? '', isStream: /Stream\b/.test(type) };
    }),
    statements: body ? childrenOf(body).flatMap(statementsIn) : [],
  };
}

/** The statements of a block with those of its branches and loops, in the order of the text. */
function statementsIn(node: Node): Statement[] {
  switch (node.type) {
    case 'assignment': {
      const name = node.childForFieldName('left');
      const value = node.childForFieldName('right');
      return name && value ? [{ kind: 'assign', name: lastWord(name), value: expressionOf(value) }] : [];
    }
    case 'call':
      return [{ kind: 'evaluate', value: expressionOf(node) }];
    case 'return_statement': {
      const [value] = childrenOf(node);
      return value ? [{ kind: 'return', value: expressionOf(value) }] : [];
    }
    // Code of their own, which runs at another time.
    case 'function_definition':
    case 'lambda':
      return [];
    default:
      return childrenOf(node).flatMap(statementsIn);
  }
}

function expressionOf(node: Node): Expression {
  switch (node.type) {
    case 'call':
      return callOf(node);
    case 'identifier':
    case 'attribute':
      return { kind: 'name', name: lastWord(node) };
    case 'string':
      return textOf(node);
    case 'concatenated_string':
      return { kind: 'joined', parts: childrenOf(node).map(expressionOf) };
    case 'binary_operator':
      return node.childForFieldName('operator')?.text === '+'
        ? { kind: 'joined', parts: childrenOf(node).map(expressionOf) }
        : other;
    case 'conditional_expression': {
      const [yes, , no] = childrenOf(node);
      return {
        kind: 'either',
        options: [yes, no].flatMap((option) => (option ? [expressionOf(option)] : [])),
      };
    }
    case 'parenthesized_expression': {
      const [inner] = childrenOf(node);
      return inner ? expressionOf(inner) : other;
    }
    default:
      return other;
  }
}

function callOf(node: Node): Expression {
  const callee = node.childForFieldName('function');
  const name = callee?.type === 'attribute' ? callee.childForFieldName('attribute') : callee;
  if (!callee || !name) return other;
  const receiver = callee.type === 'attribute' ? callee.childForFieldName('object') : null;
  return {
    kind: 'call',
    method: name.text.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    ...(receiver ? { receiver: expressionOf(receiver) } : {}),
    arguments: childrenOf(node.childForFieldName('arguments')).map(argumentOf),
    ...place(name),
  };
}

function argumentOf(node: Node): Argument {
  const value = node.type === 'keyword_argument' ? node.childForFieldName('value') : node;
  const keyword = node.type === 'keyword_argument' ? node.childForFieldName('name')?.text : undefined;
  return { ...(keyword === undefined ? {} : { keyword }), value: value ? expressionOf(value) : other };
}

function lastWord(node: Node): string {
  return (node.childForFieldName('attribute') ?? node).text;
}

/** A text with substitutions or escapes is not known from the source alone. */
function textOf(node: Node): Expression {
  const parts = childrenOf(node).filter(({ type }) => type !== 'string_start' && type !== 'string_end');
  if (parts.some((part) => part.type !== 'string_content' || childrenOf(part).length > 0)) return other;
  return { kind: 'text', text: parts.map((part) => part.text).join('') };
}
