import { isFields, type Fields } from '../../trace/json/fields.js';
import { attributeName, type Attributes } from './attributes.js';

const snakeCases = new Map<string, string>();

/** A field in camel case, as protobuf's JSON has it, or under the name that it has in the `.proto`; one that no object has by itself. */
export function either(fields: Fields, camelCase: string): unknown {
  const value = fields[camelCase];
  if (value !== undefined) return value;
  const snakeCase = snakeCaseOf(camelCase);
  return snakeCase === camelCase ? undefined : fields[snakeCase];
}

/** `scopeSpans` is `scope_spans`. */
export function snakeCaseOf(camelCase: string): string {
  let snakeCase = snakeCases.get(camelCase);
  if (snakeCase === undefined) {
    snakeCase = camelCase.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
    snakeCases.set(camelCase, snakeCase);
  }
  return snakeCase;
}

export function textField(fields: Fields, camelCase: string): string {
  const value = either(fields, camelCase);
  return typeof value === 'string' ? value : '';
}

/** OTLP's attributes: texts, numbers and truth values; lists and other objects are left out, Flink has none. */
export function otlpAttributes(list: unknown): Attributes {
  const attributes = new Map<string, string | number>();
  if (!Array.isArray(list)) return attributes;
  for (const entry of list as readonly unknown[]) {
    if (!isFields(entry)) continue;
    const key = textField(entry, 'key');
    const value = either(entry, 'value');
    const plain = isFields(value) ? plainValue(value) : undefined;
    if (key !== '' && plain !== undefined) attributes.set(attributeName(key), plain);
  }
  return attributes;
}

function plainValue(value: Fields): string | number | undefined {
  const text = either(value, 'stringValue');
  if (typeof text === 'string') return text;
  const truth = either(value, 'boolValue');
  if (typeof truth === 'boolean') return String(truth);
  // 64 bits are text in protobuf's JSON.
  const number = either(value, 'intValue') ?? either(value, 'doubleValue');
  return typeof number === 'number' || typeof number === 'string' ? number : undefined;
}
