import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { repository } from '../../scripts/vscode/repository.js';
import type { WorkbenchPage } from '../../scripts/vscode/workbench.js';
import { Chart } from './chart.js';

/** VS Code's window as a person uses it: by keys, by what is written on the screen, by clicks. */
export class Workbench {
  readonly page: Page;

  constructor(
    readonly opened: WorkbenchPage,
    /** The folder that is open. */
    readonly folder: string,
  ) {
    this.page = opened.page;
  }

  /** Opens a file of the folder through Quick Open, and waits until its editor is the active one. */
  async open(file: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.pick(file, file);
    await this.page.locator('.tabs-container .tab.active', { hasText: file }).first().waitFor();
  }

  /** Runs a command from the command palette, by its title with the category. */
  async run(command: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.pick(`>${command}`, command);
  }

  /** Types into the quick input that is open, waits until an entry is the one in focus and takes it. */
  async pick(text: string, entry: string): Promise<void> {
    await this.quickInput.waitFor();
    await this.quickInput.fill(text);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: entry }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input.input');
  }

  /** The trace editor that is visible. */
  get chart(): Chart {
    return new Chart(
      this.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame'),
    );
  }

  lens(text: string | RegExp): Locator {
    return this.page.locator('.editor-instance .codelens-decoration a', { hasText: text });
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast .notification-list-item', { hasText: text });
  }

  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box', { hasText: text });
  }

  tab(name: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: name });
  }

  statusBar(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  /** Lines of the active editor that are underlined as wrong. */
  get squiggles(): Locator {
    return this.page.locator('.editor-instance .squiggly-error, .editor-instance .squiggly-warning');
  }

  /** Keeps a picture of the window in test-results/ui. */
  async screenshot(name: string): Promise<void> {
    const folder = join(repository, 'test-results/ui');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name.replaceAll(/[^\w.() -]+/g, '_')}.png`) });
  }
}
