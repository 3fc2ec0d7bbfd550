import type { Noise } from './measure.js';

/** What people read of a difference. */
export const noiseTexts: Readonly<Record<Noise, string>> = {
  beyond: 'beyond noise',
  within: 'within noise',
  tooFew: 'too few to tell',
  oneSided: 'on one side only',
};
