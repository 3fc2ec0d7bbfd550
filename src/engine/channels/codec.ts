import { inspect } from 'node:util';
import type { FieldKind, RecordType } from '../pipeline/recordTypes.js';

/** Characters of a record that an error shows. */
const recordTextMax = 200;

/** The same shared memory as words of each size. Positions below count in 8-byte words. */
export interface Views {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  readonly u16: Uint16Array;
}

export function viewsOf(
  buffer: ArrayBufferLike,
  byteOffset = 0,
  byteLength = buffer.byteLength - byteOffset,
): Views {
  return {
    i32: new Int32Array(buffer, byteOffset, byteLength / 4),
    f64: new Float64Array(buffer, byteOffset, byteLength / 8),
    u16: new Uint16Array(buffer, byteOffset, byteLength / 2),
  };
}

/**
 * Records of one type as bytes, and back. A frame's first 4 bytes belong to the channel; then come the 4-byte
 * fields (of text and bytes their length), then the 8-byte fields, then text as UTF-16, JSON as its text, and bytes.
 *
 *     Order { customer: int32, amount: float64 }   │ frame head │ customer │ amount ········ │   2 words
 */
export interface Codec<Value> {
  /** Words that a record takes. @throws TypeError when a field of varying length does not fit its declaration. */
  readonly words: (record: Value) => number;
  /**
   * Writes at word `at` the record of which `words` was asked last. @throws TypeError when a field does not fit its
   * declaration.
   */
  readonly encode: (record: Value, views: Views, at: number) => void;
  readonly decode: (views: Views, at: number) => Value;
}

interface Layout {
  readonly narrow: readonly FieldPlace[];
  readonly wide: readonly FieldPlace[];
  /** The fields of varying length, which are narrow ones too. */
  readonly varying: readonly FieldPlace[];
  /** Words before what is of varying length. */
  readonly fixedWords: number;
}

interface FieldPlace {
  readonly name: string;
  readonly kind: FieldKind;
  /** In units of the field's own size, from the start of the frame. */
  readonly index: number;
}

/**
 * Compiles the codec of a record type to straight-line code: one property access and one store a field, which is
 * what makes an exchange between threads as fast as the memory (a loop over fields measured 6 times slower).
 */
export function compileCodec<Value>(type: RecordType<Value>): Codec<Value> {
  // Types with the same fields share their code, and what the runtime learns of it; not the text between `words` and `encode`.
  const fields = JSON.stringify(Object.entries(type.fields).map(([name, { kind }]) => [name, kind]));
  let make = compiled.get(fields);
  if (make === undefined) {
    const text = source(layOut(type));
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- field names enter the code through JSON.stringify only
    make = new Function('fail', 'text', 'putBytes', 'getBytes', text) as MakeCodec;
    compiled.set(fields, make);
  }
  return make(failField, readText, writeBytes, readBytes) as Codec<Value>;
}

type MakeCodec = (
  fail: typeof failField,
  text: typeof readText,
  putBytes: typeof writeBytes,
  getBytes: typeof readBytes,
) => Codec<unknown>;

/** By the names and kinds of the fields. */
const compiled = new Map<string, MakeCodec>();

/** Words that every record of the type takes; none where its fields vary in length. */
export function fixedWordsOf(type: RecordType): number | undefined {
  const { varying, fixedWords } = layOut(type);
  return varying.length === 0 ? fixedWords : undefined;
}

function layOut(type: RecordType): Layout {
  const fields = Object.entries(type.fields).map(([name, { kind }]) => ({ name, kind }));
  const isWide = (kind: FieldKind): boolean => kind === 'int64' || kind === 'float64';
  const narrow = fields.filter((f) => !isWide(f.kind)).map((f, i) => ({ ...f, index: 1 + i }));
  const headWords = Math.ceil((1 + narrow.length) / 2);
  const wide = fields.filter((f) => isWide(f.kind)).map((f, i) => ({ ...f, index: headWords + i }));
  const varying = narrow.filter((f) => f.kind === 'string' || f.kind === 'json' || f.kind === 'bytes');
  return { narrow, wide, varying, fixedWords: headWords + wide.length };
}

function source(layout: Layout): string {
  const { narrow, wide, varying, fixedWords } = layout;
  const encodeNarrow = narrow.map((f) => `i32[h + ${f.index}] = ${narrowValue(f)};`);
  const encodeWide = wide.map((f) => `f64[at + ${f.index}] = ${wideValue(f, property(f))};`);
  const readVarying = varying.map((f) => {
    const length = `const n${f.index} = i32[h + ${f.index}];`;
    return f.kind === 'bytes'
      ? `${length} const v${f.index} = getBytes(u16, u, n${f.index}); u += (n${f.index} + 1) >> 1;`
      : `${length} const v${f.index} = text(u16, u, n${f.index}); u += n${f.index};`;
  });
  const fields = [...narrow, ...wide].map((f) => `[${JSON.stringify(f.name)}]: ${decoded(f)}`);
  const jsonTexts = varying.filter(({ kind }) => kind === 'json').map((f) => `let j${f.index} = '';`);
  return `"use strict";
    const textLength = (s, name, r) => typeof s === 'string' ? s.length : fail(name, 'string', s, r);
    const bytesLength = (b, name, r) => b instanceof Uint8Array ? b.length : fail(name, 'bytes', b, r);
    const jsonText = (v, name, r) => { const s = JSON.stringify(v); return s === undefined ? fail(name, 'json', v, r) : s; };
    ${jsonTexts.join('\n')}
    return {
      words: (r) => ${varying.length === 0 ? fixedWords : `${fixedWords} + ((0${varying.map(units).join('')} + 3) >> 2)`},
      encode: (r, { i32, f64, u16 }, at) => {
        const h = at * 2; let u = (at + ${fixedWords}) * 4;
        ${[...encodeNarrow, ...encodeWide, ...varying.map(encodeVarying)].join('\n')}
      },
      decode: ({ i32, f64, u16 }, at) => {
        const h = at * 2; let u = (at + ${fixedWords}) * 4;
        ${readVarying.join('\n')}
        return { ${fields.join(', ')} };
      },
    };`;
}

function property(field: FieldPlace): string {
  return `r[${JSON.stringify(field.name)}]`;
}

/** Two-byte units that a field of varying length takes, as a summand. */
function units(field: FieldPlace): string {
  const name = JSON.stringify(field.name);
  if (field.kind === 'json') return ` + (j${field.index} = jsonText(${property(field)}, ${name}, r)).length`;
  if (field.kind === 'bytes') return ` + ((bytesLength(${property(field)}, ${name}, r) + 1) >> 1)`;
  return ` + textLength(${property(field)}, ${name}, r)`;
}

function encodeVarying(field: FieldPlace): string {
  if (field.kind === 'bytes') return `u = putBytes(u16, u, ${property(field)});`;
  const text = field.kind === 'json' ? `j${field.index}` : property(field);
  return `{ const s = ${text}; for (let i = 0; i < s.length; i++) u16[u++] = s.charCodeAt(i); }`;
}

function decoded({ kind, index }: FieldPlace): string {
  switch (kind) {
    case 'string':
    case 'bytes':
      return `v${index}`;
    case 'json':
      return `JSON.parse(v${index})`;
    case 'boolean':
      return `i32[h + ${index}] !== 0`;
    case 'int32':
      return `i32[h + ${index}]`;
    case 'int64':
    case 'float64':
      return `f64[at + ${index}]`;
  }
}

function narrowValue(field: FieldPlace): string {
  const name = JSON.stringify(field.name);
  const value = property(field);
  if (field.kind === 'string') return `textLength(${value}, ${name}, r)`;
  if (field.kind === 'json') return `j${field.index}.length`;
  if (field.kind === 'bytes') return `${value}.length`;
  if (field.kind === 'boolean') {
    return `${value} === true ? 1 : ${value} === false ? 0 : fail(${name}, 'boolean', ${value}, r)`;
  }
  return `(${value} | 0) === ${value} ? ${value} : fail(${name}, 'int32', ${value}, r)`;
}

function wideValue(field: FieldPlace, value: string): string {
  const name = JSON.stringify(field.name);
  return field.kind === 'int64'
    ? `Number.isSafeInteger(${value}) ? ${value} : fail(${name}, 'int64', ${value}, r)`
    : `typeof ${value} === 'number' ? ${value} : fail(${name}, 'float64', ${value}, r)`;
}

function failField(name: string, declared: FieldKind, value: unknown, record: unknown): never {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value);
  throw new TypeError(
    `the field “${name}” is declared ${declared} and got ${shown} (${typeof value}) in ${recordText(record)}`,
  );
}

/** A record as it would be written in a definition, cut where it is long. */
function recordText(record: unknown): string {
  const text = inspect(record, { depth: 2, breakLength: Infinity, maxStringLength: 40, maxArrayLength: 5 });
  return text.length > recordTextMax ? `${text.slice(0, recordTextMax)}…` : text;
}

/** Text from UTF-16 units, whatever they are: a decoder would put others in place of half a pair. */
export function readText(u16: Uint16Array, at: number, length: number): string {
  let text = '';
  for (let i = at; i < at + length; i++) text += String.fromCharCode(u16[i]!);
  return text;
}

/** Writes bytes in pairs; gives the unit after them. */
function writeBytes(u16: Uint16Array, at: number, bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; i += 2) u16[at + (i >> 1)] = bytes[i]! | ((bytes[i + 1] ?? 0) << 8);
  return at + ((bytes.length + 1) >> 1);
}

function readBytes(u16: Uint16Array, at: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = u16[at + (i >> 1)]! >> ((i & 1) * 8);
  return bytes;
}
