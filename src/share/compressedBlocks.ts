import { transformed } from '../trace/packing/transformed.js';

/** Base64 text of one block: a multiple of 4 characters, so that each block is decoded by itself. */
const blockLength = 1 << 20;
const bytesPerBlock = (blockLength / 4) * 3;

/** Bytes made into text at once: as many arguments as every engine takes. */
const bytesAtOnce = 3 * 8192;

/** Bytes packed with gzip, as blocks of base64, one after the other: nothing in them can end a script element. */
export async function* compressedBlocks(
  bytes: Uint8Array<ArrayBuffer>,
): AsyncGenerator<string, void, undefined> {
  let rest = new Uint8Array();
  for await (const piece of transformed(new CompressionStream('gzip'), [bytes])) {
    const joined = new Uint8Array(rest.length + piece.length);
    joined.set(rest);
    joined.set(piece, rest.length);
    let from = 0;
    for (; joined.length - from >= bytesPerBlock; from += bytesPerBlock) {
      yield base64(joined.subarray(from, from + bytesPerBlock));
    }
    rest = joined.subarray(from);
  }
  if (rest.length > 0) yield base64(rest);
}

function base64(bytes: Uint8Array): string {
  const characters: string[] = [];
  for (let from = 0; from < bytes.length; from += bytesAtOnce) {
    characters.push(String.fromCharCode(...bytes.subarray(from, from + bytesAtOnce)));
  }
  return btoa(characters.join(''));
}
