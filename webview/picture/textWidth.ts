/**
 * Advance widths in thousandths of the font's size, by character from space to `~`: those of Helvetica, whose metrics most
 * system fonts come near, a tenth wider so that what is measured does not touch.
 */
const widths = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const spare = 1.1;
const boldSpare = 1.06;

/** Wide scripts: Hangul, kana, Han and full-width forms fill their square. */
const isWide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f300}-\u{3fffd}]/u;

/** How wide a text will be, in pixels, where no font can be asked; `font` as in CSS, `600 11px …`. */
export function estimatedWidth(text: string, font: string): number {
  const size = Number(/(\d+)px/.exec(font)?.[1] ?? 10);
  const bold = /^(600|bold) /.test(font) ? boldSpare : 1;
  let sum = 0;
  for (const character of text) {
    sum += widths[character.codePointAt(0)! - 32] ?? (isWide.test(character) ? 1000 : 580);
  }
  return (sum / 1000) * size * spare * bold;
}
