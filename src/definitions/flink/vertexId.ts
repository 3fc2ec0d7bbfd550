import { x64 } from 'murmurhash3js-revisited';

/**
 * The id that Flink gives the job vertex whose first operator has this uid, as 32 hex digits: MurmurHash3 of 128 bits for
 * x64, seed 0, over the uid in UTF-8, its two words with their lowest byte first (`StreamGraphHasherV2`).
 */
export function vertexIdOf(uid: string): string {
  const hash = x64.hash128(new TextEncoder().encode(uid));
  return lowestFirst(hash.slice(0, 16)) + lowestFirst(hash.slice(16));
}

function lowestFirst(word: string): string {
  return word.match(/../g)!.reverse().join('');
}
