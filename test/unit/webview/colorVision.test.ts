import { describe, expect, it } from 'vitest';
import { phaseVariables } from '../../../webview/painting/theme.js';
import { themeVariables } from '../../../webview/standalone/themes.js';
import { contrast, parseColor } from '../../ui/colors.js';
import { colorVisions, nearestAcross, seen } from '../../ui/colorVision.js';

const inks = ['sync', 'preBarrier', 'alignment', 'async'] as const;

describe.each(Object.entries(themeVariables))('in the theme %s', (_name, { variables }) => {
  const values: Readonly<Record<string, string>> = variables;
  const [sync, preBarrier, alignment, async] = inks.map((phase) =>
    parseColor(values[phaseVariables[phase]]!),
  );
  const phase = { sync: sync!, preBarrier: preBarrier!, alignment: alignment!, async: async! };
  const background = parseColor(values['editor-background']!);

  it.each(colorVisions)('what blocks does not look like what goes on, with %s vision', (vision) => {
    // Ten times what can just be noticed: the marks may be 3 pixels wide.
    expect(nearestAcross(phase, vision)).toBeGreaterThan(20);
  });

  it.each(colorVisions)('every phase stands out from the editor, with %s vision', (vision) => {
    // 3 for full colour vision; the yellow of Light Modern has 3.1 there and 2.9 without green.
    const least = vision === 'full' ? 3 : 2.8;
    for (const ink of inks) {
      expect(contrast(seen(phase[ink], vision), seen(background, vision))).toBeGreaterThan(least);
    }
  });
});

it('shows grey to all eyes alike, and takes red from green without the red or the green cones', () => {
  const grey = [128, 128, 128] as const;
  for (const vision of colorVisions) {
    seen(grey, vision).forEach((channel) => expect(channel).toBeCloseTo(128, 0));
  }
  for (const vision of ['protanopia', 'deuteranopia'] as const) {
    const [red, green] = seen([200, 60, 60], vision);
    expect(Math.abs(red - green)).toBeLessThan(40);
  }
});
