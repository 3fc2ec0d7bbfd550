import { describe, expect, it } from 'vitest';
import type { FromWebview } from '../../../src/protocol.js';
import type { FakeHost } from './fakeHost.js';
import { openAnother, openForEachTest, page } from './pageOfEachTest.js';
import { recordedTraces } from './recordedTraces.mjs';

declare const fakeHost: FakeHost;

const recordedText = await recordedTraces();
const wide = recordedText('wide-64-overloaded', { from: ['rest'] });

openForEachTest(async (opened) => {
  await opened.evaluate(() => fakeHost.sendOrders());
  await opened.locator('[aria-selected=true][title="count per customer (1/2)"]').waitFor();
});

const said = (): Promise<string | null> => page.locator('[aria-live]').textContent();
const rows = (): Promise<(string | null)[]> =>
  page.locator('.row.subtask').evaluateAll((all) => all.map((row) => row.getAttribute('title')));
const kept = async (): Promise<unknown> =>
  (await page.evaluate(() => fakeHost.heard as FromWebview[])).findLast(({ type }) => type === 'rows');

const top = async (): Promise<number> => (await page.locator('.body .chart-holder').boundingBox())!.y;

/** What lies over the pinned rows and the head under them, of what scrolls there. */
function seenThrough(): Promise<string[]> {
  return page.evaluate(() => {
    const frozen = document.querySelector('.frozen')!;
    const { left, top, right } = frozen.getBoundingClientRect();
    const { bottom } = document.querySelector('.row.stuck')!.getBoundingClientRect();
    const heights = Array.from({ length: Math.floor(bottom - top) - 1 }, (_, n) => top + n + 1);
    const met = heights.flatMap((y) => [left + 20, right - 20].map((x) => document.elementFromPoint(x, y)!));
    const opaque = getComputedStyle(frozen, '::before').backgroundColor;
    const through = met.filter((found) => !frozen.contains(found)).map((found) => found.textContent);
    return opaque === getComputedStyle(document.body).backgroundColor ? through : [...through, opaque];
  });
}

async function showWide(): Promise<void> {
  await page.evaluate((text) => fakeHost.sendText(text, 'wide.ckpt.json'), wide);
  await page.getByText('57 more subtasks').first().waitFor();
}

describe('the order of the rows', () => {
  it('is chosen by keyboard alone, and said over the numbers', async () => {
    await page.keyboard.press('b');
    await page.getByRole('menuitemradio', { name: 'Blocked Time' }).waitFor();
    await page.keyboard.press('s');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await rows())[0]).toBe('orders: source (1/2)');
    await page.getByRole('button', { name: 'Sort: source to sink' }).waitFor();
    expect(await kept()).toMatchObject({ settings: { order: 'topology' } });
  });

  it('is chosen by a click on the head of the numbers', async () => {
    await page.locator('.sort-head').click();
    await page.getByRole('menuitemradio', { name: 'Latest Barrier' }).click();
    await expect.poll(() => page.locator('.sort-head').textContent()).toBe('last barrier');
    await expect.poll(async () => (await rows())[0]).toBe('totals: file sink (1/2)');
  });
});

describe('groups', () => {
  it('say why they cannot be TaskManagers, and can be none', async () => {
    await page.keyboard.press('g');
    await page.getByText('This trace does not say where the subtasks ran.').waitFor();
    await page.getByRole('menuitemradio', { name: 'None' }).click();
    await page.locator('.row.group').first().waitFor({ state: 'detached' });
    await page.getByText('count per customer (1/2)', { exact: false }).first().waitFor();
  });

  it('are TaskManagers that collapse and are announced', async () => {
    await showWide();
    await page.keyboard.press('g');
    await page.getByRole('menuitemradio', { name: 'TaskManager' }).click();
    await page.locator('.row.group[title^="localhost:"]').click();
    await expect
      .poll(said)
      .toMatch(/^localhost:\d+, TaskManager, 384 subtasks, expanded, blocked ≤ 14\.6 s$/);
    await page.locator('.names').press('ArrowLeft');
    await expect.poll(said).toContain('collapsed');
  });

  it('that are large open the rest of their subtasks by one row', async () => {
    await showWide();
    await page.getByText('57 more subtasks').first().click();
    await expect.poll(said).toContain('All subtasks of');
    await page.locator('.names').press('Enter');
    await expect.poll(said).toContain('57 more subtasks of');
  });
});

describe('rows', () => {
  it('are pinned to the top and hidden by their keys', async () => {
    await page.locator('.row.subtask[title="enrich (2/2)"]').click();
    await page.keyboard.press('p');
    await expect.poll(async () => (await rows())[0]).toBe('enrich (2/2)');
    await expect.poll(said).toBe('enrich (2/2), blocked 2 µs, pinned');
    await page.locator('.row.group[title="orders: source"]').click();
    await page.keyboard.press('h');
    await page.getByText('2 hidden').waitFor();
    expect(await kept()).toMatchObject({
      settings: { pinned: ['subtask 1 enrich'], hiddenRows: ['operator orders'] },
    });
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.locator('.row.group[title="orders: source"]').waitFor();
  });

  it('that are pinned stay in view while the others scroll, and are reached there by pointer and key', async () => {
    await showWide();
    const names = page.locator('.names');
    await names.focus();
    const worst = page.locator('.row.subtask[title="match payments (62/64)"]');
    await worst.click();
    await page.keyboard.press('p');
    await page.keyboard.press('End');
    await page.locator('.row[aria-selected=true]').getByText('57 more subtasks').waitFor();
    const box = (await worst.boundingBox())!;
    await page.locator('.body .chart-holder').click({ position: { x: 400, y: box.y - (await top()) + 10 } });
    await expect.poll(said).toContain('match payments (62/64)');
    await page.keyboard.press('ArrowDown');
    await expect.poll(said).toContain('match payments, operator');
    expect((await worst.boundingBox())!.y).toBe(box.y);
    await expect.poll(() => page.locator('.scroller').evaluate(({ scrollTop }) => scrollTop)).toBe(0);
  });

  it.each([600, 1440])('that scroll under pinned ones are not seen there, %i pixels wide', async (width) => {
    await page.setViewportSize({ width, height: 860 });
    await showWide();
    await page.locator('.row.subtask[title="match payments (62/64)"]').click();
    await page.keyboard.press('p');
    for (const scrolled of [30, 60, 230]) {
      await page.locator('.scroller').evaluate((scroller, y) => scroller.scrollTo(0, y), scrolled);
      await expect.poll(seenThrough).toEqual([]);
    }
  });

  it('have a menu at the pointer', async () => {
    await page.locator('.row.subtask[title="enrich (2/2)"]').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Show Only This Operator' }).click();
    await page.getByText('2 of 8 subtasks').waitFor();
  });

  it('come back arranged as they were left in another trace of the job', async () => {
    const opened = await openAnother();
    await opened.page.evaluate(() => {
      fakeHost.rows = { order: 'topology', pinned: ['subtask 0 totals'] };
      fakeHost.sendOrders();
    });
    await opened.page.getByRole('button', { name: 'Sort: source to sink' }).waitFor();
    expect(await opened.page.locator('.row.subtask').first().getAttribute('title')).toBe(
      'totals: file sink (1/2)',
    );
    await opened.page.close();
  });
});

describe('the filter', () => {
  it('suggests what can be written, and takes it by keyboard', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('status:l');
    await page.getByRole('menuitem', { name: 'status:late' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('0 of 8 subtasks match.').waitFor();
    await page.getByRole('button', { name: 'Clear Filter' }).click();
    await expect.poll(async () => (await rows()).length).toBe(8);
  });

  it('says what it does not understand', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('synk>5ms');
    await page.getByText('“synk” has no duration: try sync, upload, blocked.').waitFor();
  });
});
