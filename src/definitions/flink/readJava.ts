import type { Node } from '@vscode/tree-sitter-wasm';
import { other, type Expression, type FunctionCode, type SourceCode, type Statement } from './code.js';
import { childrenOf, place } from './nodes.js';

/** Reads the syntax tree of a Java file. What has syntax errors gives what can still be made out. */
export function readJava(root: Node): SourceCode {
  const methods = root.descendantsOfType(['method_declaration', 'constructor_declaration']);
  // While a bracket is missing, the pieces of a method stand under an error.
  const outside = ['field_declaration', 'ERROR'].flatMap((type) => root.descendantsOfType(type));
  return {
    functions: methods.flatMap((node) => (node ? [functionOf(node)] : [])),
    statements: outside.flatMap((node) => (node ? statementsIn(node) : [])),
  };
}

function functionOf(node: Node): FunctionCode {
  const parameters = childrenOf(node.childForFieldName('parameters')).flatMap((parameter) => {
    const name = parameter.childForFieldName('name')?.text;
    const type = parameter.childForFieldName('type')?.text ?? '';
    return name === undefined ? [] : [{ name, isStream: streamType.test(type) }];
  });
  const body = node.childForFieldName('body');
  return {
    name: node.childForFieldName('name')?.text ?? '',
    parameters,
    statements: body ? statementsIn(body) : [],
  };
}

const streamType = /(Stream(Source|Operator)?|Streams)\s*(<|$)/;

/** The statements of a block with those of its branches and loops, in the order of the text. */
function statementsIn(node: Node): Statement[] {
  switch (node.type) {
    case 'variable_declarator':
      return assign(node.childForFieldName('name'), node.childForFieldName('value'));
    case 'assignment_expression':
      return assign(node.childForFieldName('left'), node.childForFieldName('right'));
    case 'method_invocation':
      return [{ kind: 'evaluate', value: expressionOf(node) }];
    case 'return_statement': {
      const [value] = childrenOf(node);
      return value ? [{ kind: 'return', value: expressionOf(value) }] : [];
    }
    // Code of their own, which runs at another time.
    case 'lambda_expression':
    case 'class_declaration':
    case 'object_creation_expression':
      return [];
    default:
      return childrenOf(node).flatMap(statementsIn);
  }
}

function assign(target: Node | null, value: Node | null): Statement[] {
  if (!target || !value) return [];
  const name = target.type === 'field_access' ? target.childForFieldName('field')?.text : target.text;
  return name === undefined ? [] : [{ kind: 'assign', name, value: expressionOf(value) }];
}

function expressionOf(node: Node): Expression {
  switch (node.type) {
    case 'method_invocation':
      return callOf(node);
    case 'identifier':
      return { kind: 'name', name: node.text };
    case 'field_access':
      return { kind: 'name', name: node.childForFieldName('field')?.text ?? '' };
    case 'string_literal':
      return textOf(node);
    case 'binary_expression':
      return node.childForFieldName('operator')?.text === '+'
        ? { kind: 'joined', parts: childrenOf(node).map(expressionOf) }
        : other;
    case 'ternary_expression': {
      const options = [node.childForFieldName('consequence'), node.childForFieldName('alternative')];
      return { kind: 'either', options: options.flatMap((option) => (option ? [expressionOf(option)] : [])) };
    }
    case 'parenthesized_expression':
      return expressionOf(childrenOf(node)[0] ?? node.child(0)!);
    case 'cast_expression': {
      const value = node.childForFieldName('value');
      return value ? expressionOf(value) : other;
    }
    default:
      return other;
  }
}

function callOf(node: Node): Expression {
  const name = node.childForFieldName('name');
  if (!name) return other;
  const receiver = node.childForFieldName('object');
  return {
    kind: 'call',
    method: name.text,
    ...(receiver ? { receiver: expressionOf(receiver) } : {}),
    arguments: childrenOf(node.childForFieldName('arguments')).map((argument) => ({
      value: expressionOf(argument),
    })),
    ...place(name),
  };
}

/** A text without escapes, or one of several lines, is what stands there; one with escapes is left alone. */
function textOf(node: Node): Expression {
  const parts = childrenOf(node);
  if (parts.some(({ type }) => type === 'escape_sequence')) return other;
  return { kind: 'text', text: parts.map((part) => part.text).join('') };
}
