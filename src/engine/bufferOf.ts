/** The same memory as a Buffer. */
export function bufferOf({ buffer, byteOffset, byteLength }: Int32Array | Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
