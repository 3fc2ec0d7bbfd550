export interface Rgba {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly a: number;
}

/** Reads `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb(…)`, `rgba(…)` and `color(srgb …)`; anything else is nothing to paint with. */
export function parseColor(text: string): Rgba | undefined {
  const value = text.trim();
  const short = /^#([\da-f])([\da-f])([\da-f])([\da-f])?$/i.exec(value);
  if (short) {
    return parseColor(
      `#${short
        .slice(1)
        .map((digit) => (digit ? digit + digit : ''))
        .join('')}`,
    );
  }
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})([\da-f]{2})?$/i.exec(value);
  if (long) {
    const [r, g, b] = long.slice(1, 4).map((pair) => parseInt(pair, 16));
    return { r: r!, g: g!, b: b!, a: long[4] === undefined ? 1 : parseInt(long[4], 16) / 255 };
  }
  const call = /^(?:rgba?|color)\((srgb )?([^)]+)\)$/.exec(value);
  const parts = call?.[2]!.split(/[\s,/]+/).map(Number);
  if (!parts || parts.length < 3 || parts.some(Number.isNaN)) return undefined;
  const [r, g, b] = parts.map((part) => (call?.[1] ? part * 255 : part));
  return { r: r!, g: g!, b: b!, a: parts[3] ?? 1 };
}

/** `#rrggbb`, without how transparent it is. */
export function hexOf({ r, g, b }: Omit<Rgba, 'a'>): string {
  return `#${[r, g, b].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

/** What is seen of a colour with some transparency on an opaque ground. */
export function over(color: Rgba, ground: Rgba): Rgba {
  const mix = (top: number, below: number): number => top * color.a + below * (1 - color.a);
  return { r: mix(color.r, ground.r), g: mix(color.g, ground.g), b: mix(color.b, ground.b), a: 1 };
}

/** The WCAG contrast ratio of two opaque colours, 1 to 21. */
export function contrastRatio(one: Rgba, other: Rgba): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance({ r, g, b }: Rgba): number {
  const [red, green, blue] = [r, g, b].map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
