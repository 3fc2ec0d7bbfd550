/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [number, number, number];

/** @throws {Error} when the text is neither `#rgb` nor `#rrggbb` (an alpha is ignored) nor `rgb(…)` */
export function parseColor(text: string): Rgb {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(text.trim());
  if (short) {
    return parseColor(
      `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`,
    );
  }
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})/i.exec(text.trim());
  if (hex) return [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16), parseInt(hex[3]!, 16)];
  const decimal = /^rgba?\((\d+), ?(\d+), ?(\d+)/.exec(text.trim());
  if (decimal) return [Number(decimal[1]), Number(decimal[2]), Number(decimal[3])];
  throw new Error(`Not a colour: "${text}"`);
}

/** WCAG 2 contrast ratio of two opaque colours, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
