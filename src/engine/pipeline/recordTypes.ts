/** How a field is kept in bytes. What a declaration cannot hold is refused when a record is written. */
export interface FieldType<Value = unknown> {
  readonly kind: FieldKind;
  /** The type's value in JavaScript; only there for the compiler. */
  readonly value?: Value;
}

const fieldKinds = ['int32', 'int64', 'float64', 'boolean', 'string', 'bytes', 'json'] as const;
export type FieldKind = (typeof fieldKinds)[number];

/** Whole numbers from −2³¹ to 2³¹−1, 4 bytes. */
export const int32: FieldType<number> = { kind: 'int32' };

/** Whole numbers that JavaScript holds exactly, from −(2⁵³−1) to 2⁵³−1, 8 bytes. */
export const int64: FieldType<number> = { kind: 'int64' };

/** Any JavaScript number, 8 bytes. */
export const float64: FieldType<number> = { kind: 'float64' };

/** `true` or `false`, 4 bytes. */
export const boolean: FieldType<boolean> = { kind: 'boolean' };

/** Text, 4 bytes and 2 for each UTF-16 unit. */
export const string: FieldType<string> = { kind: 'string' };

/** Bytes, 4 and as many as there are. A record or state gives a copy of its own at each read. */
export const bytes: FieldType<Uint8Array> = { kind: 'bytes' };

/** A type whose values are kept as their JSON text. */
export interface JsonType<Value> extends FieldType<Value> {
  readonly kind: 'json';
}

/** For the rest: whatever `JSON.stringify` writes and `JSON.parse` reads back. Slower than all others. */
export function json<Value>(): JsonType<Value> {
  return { kind: 'json' };
}

export type Fields = Readonly<Record<string, FieldType>>;

/** The type of the records of a stream: named fields, in this order. */
export interface RecordType<Value = unknown> {
  readonly fields: Fields;
  /** The type's value in JavaScript; only there for the compiler. */
  readonly value?: Value;
}

/** The JavaScript value that a field or record type stands for. */
export type ValueOf<Type> =
  Type extends FieldType<infer Value> ? Value : Type extends RecordType<infer Value> ? Value : never;

/**
 * Declares the type of a stream's records, so that they go from thread to thread as bytes.
 *
 *     const Order = struct({ customer: int32, amount: float64 });
 *
 * @throws Error when there is no field, or one of another type, which only the compiler sees otherwise.
 */
export function struct<const F extends Fields>(
  fields: F,
): RecordType<{ readonly [Name in keyof F]: ValueOf<F[Name]> }> {
  if (Object.keys(fields).length === 0) throw new Error('A struct needs at least one field.');
  for (const [name, type] of Object.entries(fields)) {
    const { kind } = (type as Partial<FieldType> | undefined) ?? {};
    if (kind !== undefined && fieldKinds.includes(kind)) continue;
    throw new Error(
      `The field “${name}” has no type that a field can have: take ${fieldKinds.join(', ')}. For what is nested take json().`,
    );
  }
  return { fields };
}

/** @internal A record type as people read it, as in `{ customer: int32, amount: float64 }`. */
export function describeRecordType({ fields }: RecordType): string {
  const types = Object.entries(fields).map(([name, { kind }]) => `${name}: ${kind}`);
  return `{ ${types.join(', ')} }`;
}
