/**
 * Where a text is first nested deeper than `depthMax`, as an offset; undefined where it never is. Counts brackets outside
 * of strings and does not recurse: readers that do ask this first.
 */
export function tooDeepAt(text: string, depthMax: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let offset = 0; offset < text.length; offset++) {
    const character = text.charCodeAt(offset);
    if (inString) {
      if (character === backslash) offset += 1;
      else if (character === quote || character === lineFeed) inString = false;
    } else if (character === quote) {
      inString = true;
    } else if (character === openBracket || character === openBrace) {
      depth += 1;
      if (depth > depthMax) return offset;
    } else if (character === closeBracket || character === closeBrace) {
      depth -= 1;
    }
  }
  return undefined;
}

const lineFeed = 0x0a;
const quote = 0x22;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
