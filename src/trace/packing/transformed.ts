/** Bytes handed to a stream at once. */
const pieceLength = 1 << 20;

/**
 * What a stream makes of bytes, piece by piece. They are written to it here and not piped from a Blob: a page that was opened by
 * such a pipe has stayed empty once, without an error.
 *
 * @throws {TypeError} where the stream cannot read them
 */
export async function* transformed(
  { readable, writable }: CompressionStream | DecompressionStream,
  pieces: Iterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const written = writeAll(writable.getWriter(), pieces);
  // The reader meets the same error, and it is thrown there.
  written.catch(() => undefined);
  const reader = readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    yield value;
  }
  await written;
}

async function writeAll(
  writer: WritableStreamDefaultWriter<BufferSource>,
  pieces: Iterable<Uint8Array<ArrayBuffer>>,
): Promise<void> {
  for (const bytes of pieces) {
    for (let from = 0; from < bytes.length; from += pieceLength) {
      await writer.write(bytes.subarray(from, from + pieceLength));
    }
  }
  await writer.close();
}
