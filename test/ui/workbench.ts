import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { repository } from '../../scripts/vscode/repository.js';
import type { WorkbenchPage } from '../../scripts/vscode/workbench.js';
import { Chart } from './chart.js';
import { themeClasses, type ColorTheme } from './colorThemes.js';

/** How long each attempt waits for what it needs: a list that is gone does not come back, and a busy machine is slow, not wrong. */
const patiencesMs = [3000, 6000, 12_000, 24_000, 48_000];

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
    await this.insist(async (patienceMs) => {
      await this.page.keyboard.press('ControlOrMeta+P');
      await this.pick(file, shown, patienceMs);
    });
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).first().waitFor();
  }

  /**
   * Runs a command from the command palette, by its title with the category. The palette never shows what becomes
   * possible while it is open, so it is asked again, as a person would.
   */
  async run(command: string): Promise<void> {
    await this.insist(async (patienceMs) => {
      await this.page.keyboard.press('F1');
      await this.pick(`>${command}`, command, patienceMs);
    });
  }

  /** Runs a command that lets a person choose, and chooses. */
  async runAndPick(command: string, entry: string): Promise<void> {
    await this.insist(async (patienceMs) => {
      await this.run(command);
      await this.pick(entry, entry, patienceMs);
    });
  }

  /**
   * Does something with a list that VS Code closes when it gives the focus back late to what had it before: then again, as a
   * person would.
   */
  private async insist(action: (patienceMs: number) => Promise<void>): Promise<void> {
    for (const patienceMs of patiencesMs) {
      try {
        await action(patienceMs);
        return;
      } catch (error) {
        if (patienceMs === patiencesMs.at(-1)) throw error;
        await this.closeQuickInput();
      }
    }
  }

  /** Closes what is open, so that the window is as it was at first. */
  async closeAll(): Promise<void> {
    await this.closeQuickInput();
    await this.run('View: Close All Editors');
    await this.page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
    await this.run('Notifications: Clear All Notifications');
    await this.page.locator('.notification-toast').first().waitFor({ state: 'detached' });
  }

  /** The key goes to the list and nowhere else: where the list has closed meanwhile, it would end the chart's selection. */
  private async closeQuickInput(): Promise<void> {
    await this.page.evaluate(() => {
      const escape = { key: 'Escape', code: 'Escape', keyCode: 27, bubbles: true, cancelable: true };
      for (const input of document.querySelectorAll('.quick-input-widget input.input')) {
        if (input.checkVisibility()) input.dispatchEvent(new KeyboardEvent('keydown', escape));
      }
    });
  }

  /** Chooses an entry of the context menu of what is on the screen. */
  async chooseFromMenu(of: Locator, entry: string): Promise<void> {
    await of.click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: entry }).click({ delay: pressMs });
  }

  /** Types into the quick input that is open, waits until an entry is the one in focus and takes it. */
  async pick(text: string, entry: string, timeout?: number): Promise<void> {
    const within = timeout === undefined ? {} : { timeout };
    await this.quickInput.waitFor(within);
    await this.quickInput.fill(text, within);
    await this.activeEntry(entry).waitFor(within);
    await this.accept(within);
  }

  /** The entry of the quick input that Enter would take. */
  activeEntry(text: string | RegExp): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text });
  }

  /** Types an answer into the quick input that is open, and gives it. */
  async answer(text: string): Promise<void> {
    await this.quickInput.fill(text);
    await this.accept();
  }

  /**
   * Presses Enter in the quick input that is open, also where VS Code has given the focus back late to what had it before.
   *
   * @throws {Error} when the quick input did not get the key, because it closed
   */
  async accept(within: { readonly timeout?: number } = {}): Promise<void> {
    const heard = await this.quickInput.evaluateHandle(
      (input) => {
        const enter = { came: false };
        input.addEventListener('keydown', () => (enter.came = true), { once: true, capture: true });
        return enter;
      },
      undefined,
      within,
    );
    await this.quickInput.press('Enter', within);
    if (!(await heard.evaluate(({ came }) => came))) {
      throw new Error('The quick input closed before it got the key Enter.');
    }
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

  /** Gives the folder that is open a theme, and waits until the window has it. */
  async useTheme(theme: ColorTheme): Promise<void> {
    const settings = join(this.folder, '.vscode/settings.json');
    mkdirSync(dirname(settings), { recursive: true });
    writeFileSync(settings, JSON.stringify({ 'workbench.colorTheme': theme }));
    await this.page.locator(`.monaco-workbench[class*="${themeClasses[theme]}"]`).waitFor();
  }

  /** Keeps a picture of the window in test-results/ui. */
  async screenshot(name: string): Promise<void> {
    const folder = join(repository, 'test-results/ui');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name.replaceAll(/[^\w.() -]+/g, '_')}.png`) });
  }
}
