import type { FieldKind, RecordType } from '../pipeline/recordTypes.js';

/** A field as text, for a file: numbers and booleans as JavaScript writes them, JSON as JSON, bytes in base64. */
export function fieldText(kind: FieldKind, value: unknown): string {
  if (kind === 'json') return JSON.stringify(value);
  return kind === 'bytes' ? Buffer.from(value as Uint8Array).toString('base64') : String(value);
}

/** The other way. A text that is no value of its kind stays a text, so that the record says what is wrong with it. */
export function fieldValue(kind: FieldKind, text: string): unknown {
  switch (kind) {
    case 'string':
      return text;
    case 'boolean':
      return text === 'true' || (text === 'false' ? false : text);
    case 'bytes':
      return bytesOf(text);
    case 'json':
      return parsed(text);
    case 'int32':
    case 'int64':
    case 'float64':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
  }
}

/** Records as JSON has them, with bytes where the type says so and the text is base64. */
export function withBytes(records: readonly unknown[], { fields }: RecordType): readonly unknown[] {
  const names = Object.keys(fields).filter((name) => fields[name]!.kind === 'bytes');
  if (names.length === 0) return records;
  return records.map((record) => {
    const values = record as Readonly<Record<string, unknown>>;
    const found = names.map((name) => [
      name,
      typeof values[name] === 'string' ? bytesOf(values[name]) : values[name],
    ]);
    return { ...values, ...(Object.fromEntries(found) as object) };
  });
}

function bytesOf(text: string): Uint8Array | string {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? Uint8Array.from(bytes) : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
