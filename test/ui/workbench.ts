import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { repository } from '../../scripts/vscode/repository.js';
import type { WorkbenchPage } from '../../scripts/vscode/workbench.js';
import { Chart } from './chart.js';

const attempts = 5;
const patienceMs = 3000;

/** VS Code's menus ignore a mouse button that is released in the first 100 ms after they show. */
const pressMs = 200;

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

  /** Waits until VS Code has read the extension's manifest: a trace that is opened before it opens as text. */
  async extensionKnown(): Promise<void> {
    await this.page
      .locator('.activitybar [aria-label="Checkpoint Lens"]')
      .first()
      .waitFor({ state: 'attached' });
  }

  /** Opens a file of the folder through Quick Open, and waits until its editor is the active one. */
  async open(file: string): Promise<void> {
    const name = basename(file);
    // Others may have its name too; of a file below the folder its own is shown beside it.
    const shown = name === file ? name : dirname(file);
    await this.insist(async () => {
      await this.page.keyboard.press('ControlOrMeta+P');
      await this.focus(file, shown, patienceMs);
    });
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).first().waitFor();
  }

  /**
   * Runs a command from the command palette, by its title with the category. The palette never shows what becomes
   * possible while it is open, so it is asked again, as a person would.
   */
  async run(command: string): Promise<void> {
    await this.insist(async () => {
      await this.page.keyboard.press('F1');
      await this.focus(`>${command}`, command, patienceMs);
    });
    await this.page.keyboard.press('Enter');
  }

  /** Runs a command that lets a person choose, and chooses. */
  async runAndPick(command: string, entry: string): Promise<void> {
    await this.insist(async () => {
      await this.run(command);
      await this.focus(entry, entry, patienceMs);
    });
    await this.page.keyboard.press('Enter');
  }

  /**
   * Does something with a list that VS Code closes when it gives the focus back late to what had it before: then again, as a
   * person would.
   */
  private async insist(action: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await action();
        return;
      } catch (error) {
        if (attempt === attempts) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Chooses an entry of the context menu of what is on the screen. */
  async chooseFromMenu(of: Locator, entry: string): Promise<void> {
    await of.click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: entry }).click({ delay: pressMs });
  }

  /** Types into the quick input that is open, waits until an entry is the one in focus and takes it. */
  async pick(text: string, entry: string): Promise<void> {
    await this.focus(text, entry);
    await this.page.keyboard.press('Enter');
  }

  private async focus(text: string, entry: string, timeout?: number): Promise<void> {
    const within = timeout === undefined ? {} : { timeout };
    await this.quickInput.waitFor(within);
    await this.quickInput.fill(text, within);
    await this.activeEntry(entry).waitFor(within);
  }

  /** The entry of the quick input that Enter would take. */
  activeEntry(text: string | RegExp): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text });
  }

  /** Waits for the quick input with this title: what is typed before goes to the one before. */
  async quickInputOf(title: string): Promise<void> {
    await this.page.locator('.quick-input-widget:visible .quick-input-title', { hasText: title }).waitFor();
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
