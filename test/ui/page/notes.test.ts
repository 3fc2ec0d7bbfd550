import { describe, expect, it } from 'vitest';
import type { FakeHost } from './fakeHost.js';
import { openForEachTest, page } from './pageOfEachTest.js';

declare const fakeHost: FakeHost;

openForEachTest(async (opened) => {
  await opened.evaluate(() => fakeHost.sendOrders());
  await opened.locator('[aria-selected=true][title="count per customer (1/2)"]').waitFor();
});

const said = (): Promise<string | null> => page.locator('.spoken[aria-live]').textContent();
const panel = '.notes-panel';
const texts = (): Promise<string[]> => page.locator(`${panel} .note-text`).allTextContents();

async function write(text: string): Promise<void> {
  await page.keyboard.press('m');
  await page.locator('.note-editor[open] textarea').waitFor();
  await page.keyboard.type(text);
  await page.keyboard.press('Control+Enter');
}

describe('notes', () => {
  it('are written, read out, changed, deleted and brought back by keyboard alone', async () => {
    await write('First line\nSecond <b>line</b>');
    await expect.poll(texts).toEqual(['First line\nSecond <b>line</b>']);
    await expect.poll(said).toMatch(/, note: First line Second <b>line<\/b>$/);
    expect(await page.locator('.note-mark').getAttribute('aria-label')).toContain('lock hold of count');
    await page.keyboard.press('m');
    await page.locator('.note-editor[open]').waitFor();
    await page.keyboard.press('End');
    await page.keyboard.type(', more');
    await page.keyboard.press('Control+Enter');
    await expect.poll(texts).toEqual(['First line\nSecond <b>line</b>, more']);
    await page.keyboard.press('Delete');
    await page.getByText('Note deleted.').waitFor();
    expect(await texts()).toEqual([]);
    await page.evaluate(() => fakeHost.send({ type: 'command', command: 'undoZoom' }));
    await expect.poll(texts).toEqual(['First line\nSecond <b>line</b>, more']);
  });

  it('are left as they were by Escape, and take undo for their text', async () => {
    await page.keyboard.press('m');
    await page.locator('.note-editor[open] textarea').waitFor();
    await page.keyboard.type('A word');
    await page.evaluate(() => fakeHost.send({ type: 'command', command: 'undoZoom' }));
    await expect.poll(() => page.locator('.note-editor textarea').inputValue()).not.toBe('A word');
    await page.keyboard.press('Escape');
    await page.locator('.note-editor[open]').waitFor({ state: 'detached' });
    expect(await page.locator(panel).isHidden()).toBe(true);
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('names');
  });

  it('are gone through by N, each shown where it is', async () => {
    await write('On the hold');
    await expect.poll(texts).toHaveLength(1);
    await page.keyboard.press('r');
    await page.locator('.measured-panel').waitFor();
    await write('On the stretch');
    await expect.poll(texts).toHaveLength(2);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    await expect.poll(said).toMatch(/note: On the hold$|: On the stretch$/);
    await expect.poll(() => page.locator(`${panel} [aria-current]`).count()).toBe(1);
  });

  it('stand in the table beside their bars', async () => {
    await write('On the hold');
    await expect.poll(texts).toHaveLength(1);
    await page.keyboard.press('t');
    await page.getByRole('columnheader', { name: 'Note' }).waitFor();
    await page.getByRole('cell', { name: 'On the hold' }).waitFor();
  });
});
