/**
 * How the files of a checkpoint begin, little endian, before what they hold:
 *
 *     │ magic, 8 characters │ bytes of the header, 4 │ header: JSON │ padding to 8 │
 */
const magicBytes = 8;
const jsonFrom = magicBytes + 4;
/** What has to be read of a head to know how long it is. */
export const headStartBytes = jsonFrom;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function writeFileHead(magic: string, header: object): Uint8Array {
  const json = encoder.encode(JSON.stringify(header));
  const head = new Uint8Array(paddedEnd(json.length));
  encoder.encodeInto(magic, head);
  new DataView(head.buffer).setUint32(magicBytes, json.length, true);
  head.set(json, jsonFrom);
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
  const header: unknown = JSON.parse(decoder.decode(bytes.subarray(jsonFrom, jsonEnd)));
  return { header, jsonEnd, end: paddedEnd(length) };
}

function jsonBytes(start: Uint8Array, magic: string): number | undefined {
  if (decoder.decode(start.subarray(0, magicBytes)) !== magic) return undefined;
  return new DataView(start.buffer, start.byteOffset).getUint32(magicBytes, true);
}

function paddedEnd(jsonBytes: number): number {
  return Math.ceil((jsonFrom + jsonBytes) / 8) * 8;
}
