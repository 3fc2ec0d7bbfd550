import { describe, expect, it } from 'vitest';
import { themeVariables } from '../../../webview/standalone/themes.js';
import { contrastRatio, over, parseColor, type Rgba } from '../../../webview/painting/color.js';
import { readTheme, type Theme } from '../../../webview/painting/theme.js';

const color = (text: string): Rgba => {
  const parsed = parseColor(text);
  if (!parsed) throw new Error(`not a colour: ${text}`);
  return parsed;
};
const contrast = (text: string, ground: string): number =>
  contrastRatio(over(color(text), color(ground)), color(ground));

describe.each(Object.entries(themeVariables))('in the theme %s', (_name, { bodyClass, variables }) => {
  const values: Readonly<Record<string, string>> = variables;
  const theme: Theme = readTheme((name) => values[name] ?? '', [bodyClass]);

  it.each(['sync', 'preBarrier', 'alignment', 'async', 'startDelay', 'ack'] as const)(
    '%s stands out from the editor, 3 to 1 at least',
    (phase) => {
      expect(contrast(theme.phase[phase], theme.background)).toBeGreaterThanOrEqual(3);
    },
  );

  it('text on a lock hold can be read, 4.5 to 1 at least', () => {
    expect(contrast(theme.onHold, theme.phase.sync)).toBeGreaterThanOrEqual(4.5);
  });

  it('text beside the bars can be read, 4.5 to 1 at least', () => {
    expect(contrast(theme.foreground, theme.background)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.description, theme.background)).toBeGreaterThanOrEqual(4.5);
  });
});

it('reads colours in every way that VS Code writes them', () => {
  expect(parseColor('#f85149')).toEqual({ r: 248, g: 81, b: 73, a: 1 });
  expect(parseColor('#fff')).toEqual({ r: 255, g: 255, b: 255, a: 1 });
  expect(parseColor('#00000080')?.a).toBeCloseTo(0.5, 2);
  expect(parseColor('rgba(255, 255, 255, .7)')).toEqual({ r: 255, g: 255, b: 255, a: 0.7 });
  expect(parseColor('rgb(1 2 3 / 0.5)')).toEqual({ r: 1, g: 2, b: 3, a: 0.5 });
  expect(parseColor('transparent')).toBeUndefined();
});
