import type { FrameLocator, Locator } from 'playwright-core';
import { contrast, parseColor, type Rgb } from './colors.js';

/** The trace editor's page as a person reads it. */
export class Chart {
  constructor(readonly frame: FrameLocator) {}

  /** The sentence on top. */
  get verdict(): Locator {
    return this.frame.getByRole('heading', { level: 1 });
  }

  /** The same, once there is a picture under it: not what is said while a file is being read. */
  get verdictOnPicture(): Locator {
    return this.frame.locator('header.verdict h1');
  }

  get details(): Locator {
    return this.frame.getByRole('complementary', { name: 'Details' });
  }

  get selectedRow(): Locator {
    return this.frame.locator('[role=row][aria-selected=true]');
  }

  /** The row of an operator, or with a subtask as in `(1/2)` the row of that. */
  row(operator: string, subtask?: string): Locator {
    const name = subtask === undefined ? operator : `${operator} ${subtask}`;
    return this.frame.locator(`[role=row][title="${name}"]`);
  }

  /** Value of one of VS Code's theme colours in the page. */
  async color(name: string): Promise<Rgb> {
    const value = await this.frame
      .locator('body')
      .evaluate((body, variable) => getComputedStyle(body).getPropertyValue(variable), `--vscode-${name}`);
    return parseColor(value);
  }

  /** Contrast of a theme colour to the editor's background, 1 to 21. */
  async contrastOf(name: string): Promise<number> {
    return contrast(await this.color(name), await this.color('editor-background'));
  }

  /** How many pixels of all canvases have a colour. */
  async pixels(color: Rgb): Promise<number> {
    return this.frame.locator('body').evaluate((body, [red, green, blue]) => {
      let count = 0;
      for (const canvas of body.querySelectorAll('canvas')) {
        const context = canvas.getContext('2d');
        if (context === null || canvas.width === 0 || canvas.height === 0) continue;
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 4) {
          const near = [data[i]! - red, data[i + 1]! - green, data[i + 2]! - blue].every(
            (d) => Math.abs(d) < 4,
          );
          if (near && data[i + 3]! > 250) count += 1;
        }
      }
      return count;
    }, color);
  }

  /** Elements of the page that are wider than the window, by class. */
  async overflowing(): Promise<string[]> {
    return this.frame.locator('body').evaluate((body) => {
      const width = document.documentElement.clientWidth;
      const wide = [...body.querySelectorAll('*')].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && box.right > width + 1 && getComputedStyle(element).visibility !== 'hidden';
      });
      return wide.map((element) => `${element.tagName}.${element.className}`);
    });
  }
}
