import * as l10n from '@vscode/l10n';
import { createButton } from '../ui/controls.js';
import { themeVariables, type PageTheme } from './themes.js';

type Lightness = 'dark' | 'light';

/** Gives the page the colours of the reader's system, with its contrast, until the reader asks for the others. */
export class Colors {
  readonly element: HTMLElement;
  private readonly systemDark = matchMedia('(prefers-color-scheme: dark)');
  private readonly moreContrast = matchMedia('(prefers-contrast: more)');
  private wanted: Lightness | undefined;

  constructor() {
    this.element = createButton({
      label: l10n.t('Change Colors'),
      icon: 'color-mode',
      iconOnly: true,
      title: l10n.t('Light or dark colors'),
      onClick: () => {
        this.wanted = this.lightness === 'dark' ? 'light' : 'dark';
        this.apply();
      },
    });
    for (const setting of [this.systemDark, this.moreContrast]) {
      setting.addEventListener('change', () => this.apply());
    }
    this.apply();
  }

  private get lightness(): Lightness {
    return this.wanted ?? (this.systemDark.matches ? 'dark' : 'light');
  }

  private apply(): void {
    const { bodyClass, variables }: PageTheme = themeVariables[this.themeName()];
    const { style } = document.documentElement;
    for (const [name, value] of Object.entries(variables)) style.setProperty(`--vscode-${name}`, value);
    style.colorScheme = this.lightness;
    document.body.className = bodyClass;
  }

  private themeName(): keyof typeof themeVariables {
    if (this.moreContrast.matches) return this.lightness === 'dark' ? 'hcDark' : 'hcLight';
    return this.lightness;
  }
}
