import type { Node } from '@vscode/tree-sitter-wasm';
import {
  other,
  type Argument,
  type Expression,
  type FunctionCode,
  type SourceCode,
  type Statement,
} from './code.js';
import { childrenOf, descendants, place } from './nodes.js';
import { makingInPython } from './streamMethods.js';
import { joinedText, partOfText, type SourceText } from './sourceText.js';
import { escaped, verbatim } from './stringLiteral.js';

/** Reads the syntax tree of a Python file. What has syntax errors gives what can still be made out. */
export function readPython(root: Node): SourceCode {
  return {
    functions: descendants(root, ['function_definition']).map(functionOf),
    statements: statementsIn(root),
  };
}

function functionOf(node: Node): FunctionCode {
  const body = node.childForFieldName('body');
  const name = node.childForFieldName('name')?.text ?? '';
  return {
    name,
    parameters: childrenOf(node.childForFieldName('parameters')).flatMap((parameter) => {
      const type = parameter.childForFieldName('type')?.text ?? '';
      const name = parameter.type === 'identifier' ? parameter : childrenOf(parameter)[0];
      // A call does not name its object.
      if (name?.text === 'self' || name?.text === 'cls') return [];
      return { name: name?.text ?? '', isStream: /Stream\b/.test(type) };
    }),
    statements: body ? childrenOf(body).flatMap(statementsIn) : [],
    isConstructor: name === '__init__',
  };
}

/** The statements of a block with those of its branches and loops, in the order of the text. */
function statementsIn(node: Node): Statement[] {
  switch (node.type) {
    case 'assignment': {
      const name = node.childForFieldName('left');
      const value = node.childForFieldName('right');
      return name && value ? assign(name, value) : [];
    }
    case 'augmented_assignment': {
      const name = node.childForFieldName('left');
      const added = node.childForFieldName('right');
      if (!name || !added || node.childForFieldName('operator')?.text !== '+=') return [];
      const parts = [expressionOf(name), expressionOf(added)];
      return [{ kind: 'assign', name: lastWord(name), value: { kind: 'joined', parts } }];
    }
    case 'for_statement': {
      const [name, value, body] = ['left', 'right', 'body'].map((field) => node.childForFieldName(field));
      if (!name || !value || !body) return childrenOf(node).flatMap(statementsIn);
      return [{ kind: 'each', name: name.text, value: expressionOf(value), body: statementsIn(body) }];
    }
    case 'if_statement': {
      const [consequence, ...others] = childrenOf(node).filter(({ type }) => /^block$|_clause$/.test(type));
      const branches = [consequence, ...others].map((branch) => (branch ? statementsIn(branch) : []));
      return [{ kind: 'branches', branches: [...branches, []] }];
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

function assign(target: Node, value: Node): Statement[] {
  const names = childrenOf(target);
  const values = childrenOf(value);
  // `a, b = x, y`
  if (target.type === 'pattern_list' && names.length === values.length) {
    return names.flatMap((name, i) => assign(name, values[i]!));
  }
  const isField = target.type === 'attribute';
  return [{ kind: 'assign', name: lastWord(target), value: expressionOf(value), isField }];
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
      return binaryOf(node);
    case 'list':
    case 'tuple':
      return { kind: 'list', items: childrenOf(node).map(expressionOf) };
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

function binaryOf(node: Node): Expression {
  const operator = node.childForFieldName('operator')?.text;
  const parts = childrenOf(node).map(expressionOf);
  if (operator === '+') return { kind: 'joined', parts };
  const [template, value] = parts;
  if (operator !== '%' || !template || !value) return other;
  return { kind: 'filled', template, values: value.kind === 'list' ? value.items : [value] };
}

function callOf(node: Node): Expression {
  const callee = node.childForFieldName('function');
  const name = callee?.type === 'attribute' ? callee.childForFieldName('attribute') : callee;
  if (!callee || !name) return other;
  const receiver = callee.type === 'attribute' ? callee.childForFieldName('object') : null;
  const values = childrenOf(node.childForFieldName('arguments')).map(argumentOf);
  if (name.text === 'format' && receiver) {
    return { kind: 'filled', template: expressionOf(receiver), values: values.map(({ value }) => value) };
  }
  return {
    kind: 'call',
    method: makingInPython.has(name.text)
      ? name.text
      : name.text.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    ...(receiver ? { receiver: expressionOf(receiver) } : {}),
    arguments: values,
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

function textOf(node: Node): Expression {
  const parts = childrenOf(node).flatMap((part): Expression[] => {
    if (part.type === 'interpolation') {
      const [value, ...format] = childrenOf(part);
      return [value && format.length === 0 ? expressionOf(value) : other];
    }
    return part.type === 'string_content' ? [{ kind: 'text', ...contentOf(part) }] : [];
  });
  return parts.every((part) => part.kind === 'text')
    ? { kind: 'text', ...joinedText(parts) }
    : { kind: 'joined', parts };
}

/** The literal pieces between the escapes, which are the children. */
function contentOf(node: Node): SourceText {
  const whole = verbatim(node);
  let from = 0;
  const parts: SourceText[] = [];
  for (const escape of childrenOf(node)) {
    const at = escape.startIndex - node.startIndex;
    const meaning =
      escape.type === 'escape_interpolation'
        ? { ...escaped(escape), text: escape.text[0]! }
        : escaped(escape);
    parts.push(partOfText(whole, from, at), meaning);
    from = at + escape.text.length;
  }
  return joinedText([...parts, partOfText(whole, from, whole.text.length)]);
}
