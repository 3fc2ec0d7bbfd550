/** How many bytes are decoded at once: a file of any size needs no more text than this at a time. */
const chunkBytes = 1 << 20;

/** A longer line is cut: no line that means something is longer, and a hostile one must not fill the memory. */
const longestLine = 1 << 26;

/** A line without its end, and where it begins. `number` counts from 1, `offset` is in bytes from 0. */
export interface Line {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
}

/**
 * The lines of a UTF-8 text, ended by LF or CRLF, without a byte order mark; bytes that are not UTF-8 become U+FFFD.
 * Decodes piece by piece, so that a file may be longer than a string can be.
 */
export function* linesOf(bytes: Uint8Array): Generator<Line, void, undefined> {
  const decoder = new TextDecoder('utf-8');
  const body = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let number = 1;
  for (let start = body; start < bytes.length;) {
    const from = start;
    // A chunk ends with a line, so that no line and no character is cut in two.
    let end = bytes.lastIndexOf(0x0a, Math.min(from + chunkBytes, bytes.length) - 1) + 1;
    if (end <= from) end = bytes.indexOf(0x0a, from) + 1 || bytes.length;
    let offset = from;
    for (const line of splitLines(decoder.decode(bytes.subarray(from, Math.min(end, from + longestLine))))) {
      yield { text: line.endsWith('\r') ? line.slice(0, -1) : line, number: number++, offset };
      offset = bytes.indexOf(0x0a, offset) + 1 || end;
    }
    start = end;
  }
}

function splitLines(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
