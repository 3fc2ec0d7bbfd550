import type { Node } from '@vscode/tree-sitter-wasm';
import { other, type Expression, type FunctionCode, type SourceCode, type Statement } from './code.js';
import { childrenOf, descendants, place } from './nodes.js';
import { joinedText, unknownText } from './sourceText.js';
import { escaped, verbatim } from './stringLiteral.js';

/** Reads the syntax tree of a Java file. What has syntax errors gives what can still be made out. */
export function readJava(root: Node): SourceCode {
  const nodes = descendants(root, [...methods, 'field_declaration']);
  // While a bracket is missing, the pieces of a method stand under an error.
  const pieces = root.hasError ? descendants(root, ['ERROR']) : [];
  return {
    functions: nodes.filter(({ type }) => methods.includes(type)).map(functionOf),
    statements: [...nodes.filter(({ type }) => !methods.includes(type)), ...pieces].flatMap(statementsIn),
  };
}

const methods = ['method_declaration', 'constructor_declaration'];

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
    isConstructor: node.type === 'constructor_declaration',
  };
}

const streamType = /(Stream(Source|Operator)?|Streams)\s*(<|$)/;

/** The statements of a block with those of its branches and loops, in the order of the text. */
function statementsIn(node: Node): Statement[] {
  switch (node.type) {
    case 'variable_declarator':
      return assign(node.childForFieldName('name'), node.childForFieldName('value'));
    case 'assignment_expression':
      return assignment(node);
    case 'enhanced_for_statement':
      return loop(node);
    case 'if_statement': {
      const branches = ['consequence', 'alternative'].map((field) => {
        const branch = node.childForFieldName(field);
        return branch ? statementsIn(branch) : [];
      });
      return [{ kind: 'branches', branches }];
    }
    case 'switch_block':
      return [{ kind: 'branches', branches: [...childrenOf(node).map(statementsIn), []] }];
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

function assignment(node: Node): Statement[] {
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  const [statement] = assign(left, right);
  if (node.childForFieldName('operator')?.text !== '+=' || statement?.kind !== 'assign' || !left) {
    return statement ? [statement] : [];
  }
  return [{ ...statement, value: { kind: 'joined', parts: [expressionOf(left), statement.value] } }];
}

function loop(node: Node): Statement[] {
  const [name, value, body] = ['name', 'value', 'body'].map((field) => node.childForFieldName(field));
  if (!name || !value || !body) return childrenOf(node).flatMap(statementsIn);
  return [{ kind: 'each', name: name.text, value: expressionOf(value), body: statementsIn(body) }];
}

function assign(target: Node | null, value: Node | null): Statement[] {
  if (!target || !value) return [];
  const isField = target.type === 'field_access';
  const name = isField ? target.childForFieldName('field')?.text : target.text;
  return name === undefined ? [] : [{ kind: 'assign', name, value: expressionOf(value), isField }];
}

function expressionOf(node: Node): Expression {
  switch (node.type) {
    case 'method_invocation':
      return callOf(node);
    case 'identifier':
      return { kind: 'name', name: node.text };
    case 'this':
      return { kind: 'name', name: 'this' };
    case 'object_creation_expression':
      return { kind: 'name', name: node.childForFieldName('type')?.text ?? '' };
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
    case 'array_creation_expression': {
      const values = node.childForFieldName('value');
      return values ? expressionOf(values) : other;
    }
    case 'array_initializer':
      return { kind: 'list', items: childrenOf(node).map(expressionOf) };
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
  const values = childrenOf(node.childForFieldName('arguments')).map(expressionOf);
  const called = `${receiver?.text}.${name.text}`;
  if (/^(List|Set|Arrays|Stream)\.(of|asList)$/.test(called)) return { kind: 'list', items: values };
  if (called === 'String.format' && values[0]) {
    return { kind: 'filled', template: values[0], values: values.slice(1) };
  }
  if (name.text === 'formatted' && receiver) {
    return { kind: 'filled', template: expressionOf(receiver), values };
  }
  return {
    kind: 'call',
    method: name.text,
    ...(receiver ? { receiver: expressionOf(receiver) } : {}),
    arguments: values.map((value) => ({ value })),
    ...place(name),
  };
}

/** The indentation of a text block is not taken away: no name has any, and to SQL it is all the same. */
function textOf(node: Node): Expression {
  const parts = childrenOf(node).map((part) => {
    if (part.type === 'escape_sequence') return escaped(part);
    return part.type.endsWith('string_fragment') ? verbatim(part) : unknownText;
  });
  return { kind: 'text', ...joinedText(parts) };
}
