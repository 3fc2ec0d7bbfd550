import { describe, expect, it } from 'vitest';
import type { Note } from '../../../src/trace/notes/note.js';
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
    expect(await page.locator('.note-mark:not(.new)').getAttribute('aria-label')).toContain(
      'lock hold of count',
    );
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

  it('are written on a moment by keys, which move it, and by a click on the ruler', async () => {
    await page.keyboard.press('Shift+M');
    const moment = page.getByRole('slider', { name: 'Moment of the note' });
    await expect.poll(() => moment.getAttribute('aria-valuetext')).toBe('3.1 ms after the trigger of #10');
    await expect.poll(() => moment.evaluate((it) => it === document.activeElement)).toBe(true);
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => moment.getAttribute('aria-valuetext')).not.toMatch(/^3\.1 ms/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Note on .* after the trigger of #10$/ }).waitFor();
    await page.keyboard.type('Deployed');
    await page.keyboard.press('Control+Enter');
    await expect.poll(texts).toEqual(['Deployed']);
    await expect.poll(said).toMatch(/^Note on .* after the trigger of #10: Deployed$/);
    expect(await moment.isHidden()).toBe(true);

    const { x, y, width } = (await page.locator('.body .chart-holder').boundingBox())!;
    await page.mouse.move(x + width * 0.7, y + 12);
    await page.locator('.note-mark.new').waitFor();
    await page.mouse.click(x + width * 0.7, y + 12);
    await page.getByRole('heading', { name: /^Note on .* after the trigger of #10$/ }).waitFor();
    await page.keyboard.type('Rolled back');
    await page.keyboard.press('Control+Enter');
    await expect.poll(texts).toEqual(['Deployed', 'Rolled back']);
  });

  it('are searched, and N goes through what was found', async () => {
    const on = (id: string, text: string, checkpoint: number): Note => ({
      ...{ id, text, made: 0 },
      place: { checkpoint },
    });
    const all = [on('a', 'Deployed', 2), on('b', 'Rolled back', 4), on('c', 'Deployed again', 7)];
    await page.evaluate((list) => fakeHost.sendNotes(list), all);
    await expect.poll(texts).toHaveLength(3);
    await page.getByRole('searchbox', { name: 'Search notes' }).fill('deployed');
    await expect.poll(texts).toEqual(['Deployed', 'Deployed again']);
    await page.getByText('2 of 3 notes').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(said).toBe('Note on Checkpoint #2: Deployed');
    await page.keyboard.press('n');
    await expect.poll(said).toBe('Note on Checkpoint #7: Deployed again');
    await page.keyboard.press('n');
    await expect.poll(said).toBe('Note on Checkpoint #2: Deployed');
  });

  it('are read at their mark in a closed operator', async () => {
    await write('On the hold');
    await expect.poll(texts).toHaveLength(1);
    await page.keyboard.press('Control+ArrowLeft');
    await expect.poll(() => page.locator('.row.subtask').count()).toBe(0);
    const { x: left } = (await page.locator('.body .chart-holder').boundingBox())!;
    const mark = (await page.locator('.note-mark:not(.new)').boundingBox())!;
    const head = (await page.locator('.row.group').first().boundingBox())!;
    expect(mark.x).toBeGreaterThan(left);
    await page.mouse.move(mark.x + 7 + 8 + 2, head.y + 2);
    await page
      .locator('.tooltip')
      .getByText(/lock hold of count per customer .*: On the hold/)
      .waitFor();
  });
});
