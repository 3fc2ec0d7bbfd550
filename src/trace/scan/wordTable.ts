import { quote, type ByteScanner } from './byteScanner.js';

/** Reads strings that are one of a few known words, written without escapes, as their position in the list. */
export class WordTable {
  /** The bytes of each word with its closing quote. */
  private readonly words: readonly Uint8Array[];
  /** For each word the one that followed it last time: words in a file mostly come in the same order again. */
  private readonly following: Uint8Array;
  private previous = 0;

  constructor(words: readonly string[]) {
    const encoder = new TextEncoder();
    this.words = words.map((word) => encoder.encode(`${word}"`));
    this.following = new Uint8Array(words.length);
  }

  read(scanner: ByteScanner): number {
    const { bytes, at } = scanner;
    if (bytes[at] !== quote) scanner.fail();
    const expected = this.following[this.previous]!;
    const position = this.isAt(expected, bytes, at + 1) ? expected : this.find(bytes, at + 1);
    if (position === -1) scanner.fail();
    scanner.at = at + 1 + this.words[position]!.length;
    this.following[this.previous] = position;
    this.previous = position;
    return position;
  }

  private find(bytes: Uint8Array, at: number): number {
    for (let position = 0; position < this.words.length; position++) {
      if (this.isAt(position, bytes, at)) return position;
    }
    return -1;
  }

  private isAt(position: number, bytes: Uint8Array, at: number): boolean {
    const word = this.words[position]!;
    for (let i = 0; i < word.length; i++) {
      if (bytes[at + i] !== word[i]) return false;
    }
    return true;
  }
}
