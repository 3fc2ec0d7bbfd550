import type { Rgb } from './colors.js';

type Matrix = readonly [Rgb, Rgb, Rgb];

/**
 * What people without one kind of cone see, as a matrix on linear sRGB: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A
 * Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), severity 1.0.
 */
const dichromacies = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Readonly<Record<string, Matrix>>;

export type ColorVision = 'full' | keyof typeof dichromacies;
export const colorVisions: readonly ColorVision[] = ['full', 'protanopia', 'deuteranopia', 'tritanopia'];

/** The colour that one with full colour vision sees as one with `vision` sees `color`. */
export function seen(color: Rgb, vision: ColorVision): Rgb {
  if (vision === 'full') return color;
  const linear = color.map(toLinear) as unknown as Rgb;
  return dichromacies[vision].map((row) =>
    fromLinear(row.reduce((sum, weight, n) => sum + weight * linear[n]!, 0)),
  ) as unknown as Rgb;
}

/** How far apart two colours look: the distance in CIELAB (CIE 1976, D65), in which about 2 can just be noticed. */
export function distance(one: Rgb, other: Rgb): number {
  const [a, b] = [lab(one), lab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function lab(color: Rgb): Rgb {
  const [r, g, b] = color.map(toLinear) as unknown as Rgb;
  const x = curve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = curve(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = curve((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function curve(t: number): number {
  return t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29;
}

function toLinear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function fromLinear(share: number): number {
  const within = Math.min(1, Math.max(0, share));
  return 255 * (within <= 0.0031308 ? within * 12.92 : 1.055 * within ** (1 / 2.4) - 0.055);
}

/** The two nearest of what blocks and what goes on, as told from each other with `vision`; phases by their colour. */
export function nearestAcross(
  phase: Readonly<Record<'sync' | 'preBarrier' | 'alignment' | 'async', Rgb>>,
  vision: ColorVision,
): number {
  const apart = (['sync', 'preBarrier'] as const).flatMap((blocking) =>
    (['alignment', 'async'] as const).map((going) =>
      distance(seen(phase[blocking], vision), seen(phase[going], vision)),
    ),
  );
  return Math.min(...apart);
}
