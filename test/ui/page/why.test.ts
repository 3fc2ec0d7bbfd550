import { expect, it } from 'vitest';
import type { FakeHost } from './fakeHost.js';
import { openForEachTest, page } from './pageOfEachTest.js';
import { recordedTraces } from './recordedTraces.mjs';

declare const fakeHost: FakeHost;

const recordedText = await recordedTraces();

openForEachTest(async (opened) => {
  const text = recordedText('skew', { from: ['rest'] });
  await opened.evaluate((trace) => {
    fakeHost.state = { file: 'skew.ckpt.json', state: { checkpoint: 3, follow: false } };
    fakeHost.sendText(trace, 'skew.ckpt.json');
  }, text);
  await opened.getByText('One barrier was late:').waitFor();
});

it('says under the verdict where the time went and what to try, once it is asked', async () => {
  const button = page.getByRole('button', { name: 'Why, and what to try' });
  expect(await button.getAttribute('aria-expanded')).toBe('false');
  await button.focus();
  await page.keyboard.press('Enter');
  const why = page.getByRole('region', { name: 'Why, and what to try' });
  await why.getByText('Of 1.64 s on the critical path: 1.43 s before the snapshot').waitFor();
  await why.getByText('Likely a hot key.').waitFor();
  await why.getByText('execution.checkpointing.unaligned.enabled').waitFor();
  await page.keyboard.press(']');
  await why.getByText('Of 2.09 s on the critical path: 1.89 s before the snapshot').waitFor();
  await why.getByRole('button', { name: 'count per customer (3/4)' }).first().click();
  await page.locator('[aria-selected=true][title="count per customer (3/4)"]').waitFor();
});

it('shows the critical path by X: its sum, its key in the legend, and each part a link', async () => {
  const details = page.getByRole('complementary', { name: 'Details' });
  const legend = page.locator('.main .legend').getByText('critical path');
  expect(await legend.isVisible()).toBe(false);
  await page.keyboard.press('x');
  await legend.waitFor();
  await page.locator('.controls .on[aria-pressed=true]').waitFor();
  const firstRows = (): Promise<(string | null)[]> =>
    page
      .locator('.row.subtask')
      .evaluateAll((rows) => rows.slice(0, 3).map((row) => row.getAttribute('title')));
  await expect
    .poll(firstRows)
    .toEqual(['Source: orders -> parse (4/4)', 'count per customer (3/4)', 'slow sink: Writer (4/4)']);
  expect(await details.locator('.path .total').allInnerTexts()).toEqual(['end to end', '1,636 ms']);
  await details.getByRole('button', { name: 'upload, 28.3 kB' }).click();
  await page.locator('[aria-selected=true][title="count per customer (3/4)"]').waitFor();
  await page.keyboard.press('x');
  await legend.waitFor({ state: 'hidden' });
  expect((await firstRows())[0]).toBe('slow sink: Writer (4/4)');
});

it('leads from what waited to what it waited for, by key and by link', async () => {
  await page.getByRole('button', { name: 'slow sink: Writer' }).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await details.getByRole('button', { name: 'It waited for count per customer (3/4)' }).waitFor();
  await page.keyboard.press('Alt+ArrowUp');
  await page.locator('[aria-selected=true][title="count per customer (3/4)"]').waitFor();
  await details.getByRole('button', { name: 'It waited for Source: orders -> parse (4/4)' }).click();
  await page.locator('[aria-selected=true][title="Source: orders -> parse (4/4)"]').waitFor();
});

/** The numbers on the page that are parted from their units, as they read. */
function partedQuantities(): string[] {
  const parted: string[] = [];
  for (const sentence of document.querySelectorAll('.verdict h1, .verdict p, .why-body :is(li, p)')) {
    const texts = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
    const places: { readonly node: Node; readonly offset: number }[] = [];
    let whole = '';
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const { data } = node as Text;
      for (let offset = 0; offset < data.length; offset++) places.push({ node, offset });
      whole += data;
    }
    for (const { 0: found, index } of whole.matchAll(/\d (?:ns|µs|ms|s|B|kB|MB|%)(?!\w)/g)) {
      const range = document.createRange();
      const [first, last] = [places[index]!, places[index + found.length - 1]!];
      range.setStart(first.node, first.offset);
      range.setEnd(last.node, last.offset + 1);
      const lines = new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom)));
      if (lines.size > 1) parted.push(found);
    }
  }
  return parted;
}

it('keeps a number and its unit on one line, however wide the window is', async () => {
  await page.getByRole('button', { name: 'Why, and what to try' }).click();
  await page
    .getByRole('region', { name: 'Why, and what to try' })
    .getByText('on the critical path')
    .waitFor();
  for (let width = 500; width <= 1000; width += 20) {
    await page.setViewportSize({ width, height: 800 });
    expect({ width, parted: await page.evaluate(partedQuantities) }).toEqual({ width, parted: [] });
  }
});
