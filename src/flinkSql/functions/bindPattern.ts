import type { Node, Pattern } from 'acorn';
import { itemsOf } from './listMethods.js';
import { refuseAt, valueOf, type Frame } from './frame.js';
import { partAt } from './textMethods.js';
import { nothing, type Value } from './value.js';

/** Gives the names of a parameter or a declaration their values. @throws {SqlRefusal} for one that has a default */
export function bindPattern(
  pattern: Pattern,
  value: Value,
  frame: Frame,
  variables: Map<string, Value>,
): void {
  if (pattern.type === 'Identifier') {
    if (variables.has(pattern.name)) {
      refuseAt(pattern, frame, `“${pattern.name}” is declared twice: give one of them another name.`);
    }
    variables.set(pattern.name, value);
    return;
  }
  if (pattern.type === 'ArrayPattern') {
    pattern.elements.forEach((element, index) => {
      if (element !== null) bindPattern(element, itemAt(value, index, element, frame), frame, variables);
    });
    return;
  }
  if (pattern.type !== 'ObjectPattern') {
    refuseAt(pattern, frame, 'only names, and objects and arrays of names, can be taken apart here.');
  }
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.computed || property.key.type !== 'Identifier') {
      refuseAt(property, frame, 'only fields by their names can be taken out of a record.');
    }
    bindPattern(property.value, member(value, property.key.name, property, frame), frame, variables);
  }
}

/** A field of a record, of a context, or of an object of the definition's own. */
export function member(value: Value, name: string, node: Node, frame: Frame): Value {
  if (value.kind === 'struct') {
    return value.fields.get(name) ?? refuseAt(node, frame, `“${name}” is not there, or has no twin in SQL.`);
  }
  if (value.kind === 'constant') {
    const known = (value.value as Readonly<Record<string, unknown>>)[name];
    return known === undefined ? nothing : valueOf(known, node, frame);
  }
  return refuseAt(node, frame, `“.${name}” has no twin in SQL.`);
}

/** An item of a list, or a part of a text that was split; from 0. */
export function itemAt(value: Value, index: number, node: Node, frame: Frame): Value {
  if (value.kind === 'parts') return partAt(value, index, node, frame);
  const item = itemsOf(value, node, frame)?.[index];
  return item ?? refuseAt(node, frame, 'only an item that is there can be read, by its plain number.');
}
