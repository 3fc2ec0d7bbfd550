import { ByteScanner, closeBrace, openBrace, Surprise } from './byteScanner.js';

/** A member of a JSON object: its name, and where its value begins, in bytes. */
export interface Member {
  readonly name: string;
  readonly at: number;
  /** Finds where its value ends; where the text ends first, that is the end. */
  readonly end: () => number;
}

/**
 * The members of the JSON object that begins at `at`, or after white space there; none where none begins. Ends without a
 * word where the text is damaged. Comments between members are passed over, as people write them by hand.
 */
export function* membersAt(bytes: Uint8Array, at: number): Generator<Member, void, undefined> {
  const scanner = new ByteScanner(bytes, at);
  try {
    passComments(scanner);
    scanner.expect(openBrace);
    do {
      passComments(scanner);
      const name = scanner.name();
      passComments(scanner);
      const { at: valueAt } = scanner;
      yield { name, at: valueAt, end: () => valueEnd(bytes, valueAt) };
      scanner.passValue();
      passComments(scanner);
    } while (scanner.goesOn(closeBrace));
  } catch (error) {
    if (!(error instanceof Surprise)) throw error;
  }
}

function valueEnd(bytes: Uint8Array, at: number): number {
  const scanner = new ByteScanner(bytes, at);
  try {
    scanner.passValue();
  } catch (error) {
    if (!(error instanceof Surprise)) throw error;
    return bytes.length;
  }
  return scanner.at;
}

/** Where the text begins, behind a byte order mark. */
export function textStart(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

function passComments(scanner: ByteScanner): void {
  scanner.skipSpace();
  const { bytes } = scanner;
  while (bytes[scanner.at] === slash) {
    if (bytes[scanner.at + 1] === slash) {
      scanner.at = endAfter(bytes.indexOf(lineFeed, scanner.at), 1, bytes);
    } else if (bytes[scanner.at + 1] === star) {
      let end = bytes.indexOf(star, scanner.at + 2);
      while (end !== -1 && bytes[end + 1] !== slash) end = bytes.indexOf(star, end + 1);
      scanner.at = endAfter(end, 2, bytes);
    } else {
      return;
    }
    scanner.skipSpace();
  }
}

function endAfter(found: number, length: number, bytes: Uint8Array): number {
  return found === -1 ? bytes.length : found + length;
}

const lineFeed = 0x0a;
const star = 0x2a;
const slash = 0x2f;
