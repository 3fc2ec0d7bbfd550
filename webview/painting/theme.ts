import type { Phase } from '../../src/trace/model.js';
import { contrastRatio, over, parseColor } from './color.js';

/** The colours and fonts of the running theme, as a canvas needs them. */
export interface Theme {
  readonly background: string;
  readonly foreground: string;
  readonly description: string;
  readonly line: string;
  readonly axis: string;
  readonly phase: Readonly<Record<Phase, string>>;
  /** Text on a lock hold. */
  readonly onHold: string;
  readonly focus: string;
  readonly error: string;
  readonly selection: string;
  readonly selectionText: string;
  readonly hover: string;
  readonly border: string;
  readonly peekBorder: string;
  readonly highContrast: boolean;
  readonly light: boolean;
  readonly fontFamily: string;
}

/** The VS Code colour of each phase: warm and solid stands still, cool and open goes on. */
export const phaseVariables: Readonly<Record<Phase, string>> = {
  sync: 'charts-red',
  preBarrier: 'charts-yellow',
  alignment: 'charts-purple',
  async: 'charts-blue',
  startDelay: 'charts-foreground',
  ack: 'charts-foreground',
};

/** Reads a theme through `variable`, which gives the value of `--vscode-<name>` or an empty string. */
export function readTheme(
  variable: (name: string) => string,
  bodyClasses: DOMTokenList | readonly string[],
): Theme {
  const has = (name: string): boolean => [...bodyClasses].includes(name);
  const light = has('vscode-light') || has('vscode-high-contrast-light');
  const or = (name: string, otherwise: string): string => variable(name).trim() || otherwise;
  const background = or('editor-background', light ? '#ffffff' : '#1f1f1f');
  const foreground = or('foreground', light ? '#3b3b3b' : '#cccccc');
  const line = or('charts-foreground', foreground);
  const phaseColor = (phase: Phase): string => or(phaseVariables[phase], line);
  return {
    background,
    foreground,
    description: or('descriptionForeground', foreground),
    line,
    axis: or('charts-lines', foreground),
    phase: {
      startDelay: line,
      ack: line,
      alignment: phaseColor('alignment'),
      preBarrier: phaseColor('preBarrier'),
      sync: phaseColor('sync'),
      async: phaseColor('async'),
    },
    onHold: clearer(phaseColor('sync'), background, foreground),
    focus: or('focusBorder', '#0078d4'),
    error: or('errorForeground', foreground),
    selection: or('list-activeSelectionBackground', 'transparent'),
    selectionText: or('list-activeSelectionForeground', foreground),
    hover: or('list-hoverBackground', 'transparent'),
    border: or('panel-border', line),
    peekBorder: or('peekView-border', or('focusBorder', line)),
    highContrast: has('vscode-high-contrast') || has('vscode-high-contrast-light'),
    light,
    fontFamily: or('font-family', 'sans-serif'),
  };
}

/** Which of two text colours is easier to read on a ground. */
function clearer(ground: string, first: string, second: string): string {
  const [on, one, other] = [ground, first, second].map(parseColor);
  if (!on || !one || !other) return first;
  return contrastRatio(over(one, on), on) >= contrastRatio(over(other, on), on) ? first : second;
}

/** The theme of the page as it is now. */
export function themeOfPage(): Theme {
  const style = getComputedStyle(document.body);
  return readTheme((name) => style.getPropertyValue(`--vscode-${name}`), document.body.classList);
}

/** Calls `changed` with the theme now and whenever VS Code changes it. */
export function watchTheme(changed: (theme: Theme) => void): void {
  const read = (): void => changed(themeOfPage());
  const observer = new MutationObserver(read);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'style'] });
  read();
}
