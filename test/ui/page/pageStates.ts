import type { Page } from 'playwright-core';
import type { FakeHost } from './fakeHost.js';

declare const fakeHost: FakeHost;

/** All that the page can look like, each with what brings a fresh page there. */
export const pageStates: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  chart: showOrders,
  'entire run': async (page) => {
    await showOrders(page, { failed: 4 });
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.getByText('Entire run').first().waitFor();
  },
  'collapsed operators': async (page) => {
    await showOrders(page);
    await page.keyboard.press('Control+ArrowLeft');
    await page.locator('.row.subtask').first().waitFor({ state: 'hidden' });
  },
  lens: async (page) => {
    await showOrders(page);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Lens' }).waitFor();
  },
  tooltip: async (page) => {
    await showOrders(page);
    await page.locator('.names').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tooltip').waitFor();
  },
  'filter without match': async (page) => {
    await showOrders(page);
    await page.keyboard.press('/');
    await page.keyboard.type('nothing is called so');
    await page.getByText('0 of 8 subtasks', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'Filter rows' }).waitFor();
  },
  'sort menu': async (page) => {
    await showOrders(page);
    await page.keyboard.press('b');
    await page.getByRole('menu', { name: 'Sort Rows by' }).waitFor();
  },
  'filter suggestions': async (page) => {
    await showOrders(page);
    await page.keyboard.press('/');
    await page.getByRole('menu', { name: 'What a filter can say' }).waitFor();
  },
  'hidden phase': async (page) => {
    await showOrders(page);
    await page.locator('.legend').getByRole('button', { name: 'upload', pressed: true }).click();
    await page.locator('.legend').getByRole('button', { name: 'upload', pressed: false }).waitFor();
  },
  table: async (page) => {
    await showOrders(page);
    await page.keyboard.press('t');
    await page.getByRole('table').waitFor();
  },
  statistics: async (page) => {
    await showOrders(page);
    await page.keyboard.press('q');
    await page.getByRole('table', { name: 'Statistics' }).waitFor();
  },
  overlay: async (page) => {
    await showOrders(page, { checkpoints: 70, slow: 30, failed: 44 });
    await page.keyboard.press('o');
    await page.getByRole('listbox', { name: 'Checkpoints, oldest first' }).waitFor();
  },
  why: async (page) => {
    await showOrders(page, { snapshot: 'full-copy' });
    await page.getByRole('button', { name: 'Why, and what to try' }).click();
    await page.getByText('--snapshot copy-on-write').waitFor();
  },
  'critical path': async (page) => {
    await showOrders(page);
    await page.keyboard.press('x');
    await page.locator('.main .legend').getByText('critical path').waitFor();
  },
  'measured range': async (page) => {
    await showOrders(page);
    await page.keyboard.press('r');
    await page.getByRole('region', { name: 'Measured range' }).waitFor();
  },
  zoomed: async (page) => {
    await showOrders(page);
    await page.keyboard.press('w');
    await page.getByRole('slider', { name: 'What is shown of all' }).waitFor();
  },
  replay: async (page) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await showOrders(page, { snapshot: 'full-copy' });
    await page.keyboard.press('v');
    await page.getByText('The coordinator triggers #10.').waitFor();
  },
  'note editor, over notes': async (page) => {
    await showOrders(page);
    const note = { id: 'a', text: 'Deployed', place: { checkpoint: 10 }, made: 0 };
    await page.evaluate((one) => fakeHost.sendNotes([one]), note);
    await page.getByText('Deployed').waitFor();
    await page.keyboard.press('m');
    await page.getByRole('dialog').waitFor();
  },
  help: async (page) => {
    await showOrders(page);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  },
  running: async (page) => {
    await page.evaluate(() => fakeHost.sendOrders({ running: true, checkpoints: 3, failed: 2 }, true));
    await page.getByRole('button', { name: 'Stop' }).waitFor();
  },
  loading: async (page) => {
    await page.evaluate(() => fakeHost.send({ type: 'loading', file: 'orders.ckpt.json' }));
    await page.getByRole('heading', { name: 'Reading orders.ckpt.json' }).waitFor();
  },
  'no checkpoints': async (page) => {
    await page.evaluate(() => fakeHost.sendOrders({ checkpoints: 0 }));
    await page.getByRole('heading', { level: 1 }).waitFor();
  },
  unreadable: async (page) => {
    await page.evaluate(() => fakeHost.sendUnreadable());
    await page.getByRole('alert').waitFor();
  },
  'not trusted, partly readable': async (page) => {
    await page.evaluate(() => {
      fakeHost.send({ type: 'trust', trusted: false, canRun: true });
      fakeHost.sendOrders({}, false, [{ severity: 'warning', message: 'The file ends early.' }]);
    });
    await page.getByRole('status').getByText('The file ends early.').waitFor();
  },
};

async function showOrders(page: Page, options: Parameters<FakeHost['sendOrders']>[0] = {}): Promise<void> {
  await page.evaluate((wishes) => fakeHost.sendOrders(wishes), options);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('.row').first().waitFor();
}
