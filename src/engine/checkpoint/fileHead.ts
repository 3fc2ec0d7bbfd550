import { bufferOf } from '../bufferOf.js';

/**
 * How the files of a checkpoint begin, little endian, before what they hold:
 *
 *     │ magic, 8 characters │ bytes of the header, 4 │ header: JSON │ padding to 8 │
 */
const magicBytes = 8;
const jsonFrom = magicBytes + 4;
/** What has to be read of a head to know how long it is. */
export const headStartBytes = jsonFrom;

export function writeFileHead(magic: string, header: object): Uint8Array {
  const json = JSON.stringify(header);
  const length = Buffer.byteLength(json);
  const head = Buffer.alloc(paddedEnd(length));
  head.write(magic);
  head.writeUInt32LE(length, magicBytes);
  head.write(json, jsonFrom);
  return head;
}

/** The length of a head that starts with these bytes, with its padding; nothing for a file with another magic. */
export function headBytes(start: Uint8Array, magic: string): number | undefined {
  const length = jsonBytes(start, magic);
  return length === undefined ? undefined : paddedEnd(length);
}

/**
 * The header, where its JSON ends, and where what the file holds begins, both in bytes; nothing for a file with another
 * magic.
 */
export function readFileHead(
  bytes: Uint8Array,
  magic: string,
): { readonly header: unknown; readonly jsonEnd: number; readonly end: number } | undefined {
  const length = jsonBytes(bytes, magic);
  if (length === undefined) return undefined;
  const jsonEnd = jsonFrom + length;
  const header: unknown = JSON.parse(bufferOf(bytes).toString('utf8', jsonFrom, jsonEnd));
  return { header, jsonEnd, end: paddedEnd(length) };
}

function jsonBytes(start: Uint8Array, magic: string): number | undefined {
  const buffer = bufferOf(start);
  if (buffer.toString('latin1', 0, magicBytes) !== magic) return undefined;
  return buffer.readUInt32LE(magicBytes);
}

function paddedEnd(jsonBytes: number): number {
  return Math.ceil((jsonFrom + jsonBytes) / 8) * 8;
}
