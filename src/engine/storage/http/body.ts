import type { IncomingMessage } from 'node:http';
import { StorageError } from '../storage.js';

/** All bytes of an answer. @throws StorageError when there are more than `bytesMax`; Error when it was cut. */
export async function collectBody(
  response: IncomingMessage,
  bytesMax: number,
  host: string,
  onBytes: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  // The answer to HEAD has the file's length and no bytes.
  const said = bytesMax === 0 ? 0 : Number(response.headers['content-length'] ?? Number.NaN);
  if (said > bytesMax) throw tooLong(host, bytesMax);
  if (Number.isSafeInteger(said)) return fill(new Uint8Array(said), response, onBytes);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    onBytes();
    bytes += chunk.length;
    if (bytes > bytesMax) throw tooLong(host, bytesMax);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Passes an answer's bytes on as they come; none are left. @throws as `collectBody` does. */
export async function passBody(
  response: IncomingMessage,
  bytesMax: number,
  host: string,
  onBytes: () => void,
  take: (bytes: Uint8Array) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    onBytes();
    bytes += chunk.length;
    if (bytes > bytesMax) throw tooLong(host, bytesMax);
    take(chunk);
  }
  return new Uint8Array(0);
}

async function fill(
  whole: Uint8Array<ArrayBuffer>,
  response: IncomingMessage,
  onBytes: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  let at = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    onBytes();
    // Node's parser ends the body at the length that was said, and fails when less comes.
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function tooLong(host: string, bytesMax: number): StorageError {
  return new StorageError(`${host} answers with more than the ${bytesMax} bytes expected`);
}
