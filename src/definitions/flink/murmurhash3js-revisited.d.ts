/** The package brings no types. */
declare module 'murmurhash3js-revisited' {
  export const x64: {
    /** MurmurHash3 of 128 bits, as 32 hex digits: its two words, each with its highest byte first. */
    hash128(bytes: Uint8Array, seed?: number): string;
  };
}
