/** What stands on one line, in pixels of the window. */
export interface TextLine {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** A piece of text that the browser put into one line. */
interface Piece {
  readonly text: string;
  readonly box: DOMRect;
}

/** Pieces whose upper edges are nearer than this are on one line. */
const sameLine = 2;

/** A text as the browser broke it into lines. */
export function linesOf(node: Text): TextLine[] {
  const lines: TextLine[] = [];
  let isAfterSpace = false;
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    piecesOf(node, index, word).forEach(({ text, box }, n) => {
      const line = lines.at(-1);
      if (!line || Math.abs(line.top - box.top) > sameLine) {
        lines.push({ text, left: box.left, top: box.top, width: box.width });
        return;
      }
      const space = n === 0 && isAfterSpace ? ' ' : '';
      lines[lines.length - 1] = { ...line, text: line.text + space + text, width: box.right - line.left };
    });
    isAfterSpace = true;
  }
  return lines;
}

/** A word that is broken comes character by character. */
function piecesOf(node: Text, start: number, word: string): Piece[] {
  const whole = boxesOf(node, start, word.length);
  if (whole.length <= 1) return whole.map((box) => ({ text: word, box }));
  const pieces: Piece[] = [];
  let at = start;
  for (const character of word) {
    const [box] = boxesOf(node, at, character.length);
    if (box) pieces.push({ text: character, box });
    at += character.length;
  }
  return pieces;
}

function boxesOf(node: Text, start: number, length: number): DOMRect[] {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, start + length);
  return [...range.getClientRects()];
}
