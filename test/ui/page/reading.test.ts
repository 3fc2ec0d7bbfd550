import { expect, it } from 'vitest';
import type { FakeHost } from './fakeHost.js';
import { openForEachTest, page } from './pageOfEachTest.js';

declare const fakeHost: FakeHost;

openForEachTest(async (opened) => {
  await opened.evaluate(() => fakeHost.sendOrders());
  await opened.getByRole('heading', { level: 1 }).waitFor();
});

/** What was copied last, as lines of cells. */
const copied = (): Promise<string[][]> =>
  page.evaluate(() =>
    (fakeHost.heard.findLast((message) => message.type === 'copy')?.text ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t')),
  );
/** Opens the statistics by their key; until they are there, keys go to the rows. */
async function openStatistics(): Promise<void> {
  await page.keyboard.press('q');
  await page.locator('.table-view:focus').waitFor();
}
const cells = (row: number): Promise<string[]> =>
  page.locator('tbody tr').nth(row).locator('th, td').allInnerTexts();

it('counts each phase of each operator, in the checkpoint shown and in all', async () => {
  await openStatistics();
  await page
    .getByRole('table', { name: 'Statistics by operator and phase: checkpoint #10, 8 subtasks' })
    .waitFor();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page
    .getByRole('table', { name: 'Statistics by operator and phase: entire run, 8 subtasks' })
    .waitFor();
  const upload = page.getByRole('row', { name: /count per customer upload no 20/ });
  expect(await upload.locator('td').allInnerTexts()).toEqual([
    'upload',
    'no',
    '20',
    '409 ms',
    '450 ms',
    '466 ms',
    '466 ms',
    '8.27 s',
    '–',
  ]);
});

it('sorts statistics by any column, with mouse and keyboard', async () => {
  await openStatistics();
  const max = page.getByRole('columnheader', { name: 'Max' });
  await max.getByRole('button').click();
  expect(await max.getAttribute('aria-sort')).toBe('descending');
  expect((await cells(0)).slice(0, 2)).toEqual(['count per customer', 'upload']);
  await page.keyboard.press('Enter');
  expect(await max.getAttribute('aria-sort')).toBe('ascending');
  expect((await cells(0)).slice(0, 2)).toEqual(['enrich', 'lock hold']);
});

it('leads from statistics to the longest span', async () => {
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await openStatistics();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.body .chart-holder').waitFor();
  await expect
    .poll(() => page.locator('[aria-live]').textContent())
    .toBe('count per customer (1/2), lock hold 27.1 µs, blocks processing, checkpoint #1');
});

it('takes statistics to a spreadsheet, by Ctrl+C and by its button', async () => {
  await openStatistics();
  await page.keyboard.press('Control+c');
  const [head, ...rows] = await copied();
  expect(head).toEqual([
    'operator',
    'phase',
    'blocks',
    'count',
    'median (ms)',
    'p95 (ms)',
    'p99 (ms)',
    'max (ms)',
    'total (ms)',
    'total blocked (ms)',
  ]);
  expect(rows).toContainEqual([
    'count per customer',
    'lock hold',
    'yes',
    '2',
    '0.02205',
    '0.02352',
    '0.02352',
    '0.02352',
    '0.0441',
    '0.0441',
  ]);
  await page.getByRole('button', { name: 'Back to the picture' }).click();
  await page.getByRole('button', { name: 'Statistics' }).click();
  await page.evaluate(() => (fakeHost.heard.length = 0));
  await page.getByRole('button', { name: 'Copy as TSV' }).click();
  expect(await copied()).toHaveLength(rows.length + 1);
});

/** A place on the chart: x as a share of its width, y in pixels from its top. */
async function chartAt(share: number, y: number): Promise<{ x: number; y: number }> {
  const box = (await page.locator('.body .chart-holder').boundingBox())!;
  return { x: box.x + box.width * share, y: box.y + y };
}

async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

async function measure(from: number, to: number): Promise<void> {
  await page.keyboard.down('Shift');
  await drag(await chartAt(from, 60), await chartAt(to, 90));
  await page.keyboard.up('Shift');
}

const panel = () => page.getByRole('region', { name: 'Measured range' });

it('measures what is dragged over with Shift, in the panel and in the statistics, until Escape', async () => {
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await measure(0.3, 0.62);
  await panel()
    .getByRole('heading', { name: /^7\.\d+ s measured, 233 µs blocked$/ })
    .waitFor();
  expect(await panel().getByRole('region').count()).toBe(0);
  expect(await panel().innerText()).toMatch(
    /LOCK HOLDS\s+count\s+24\s+median\s+7 µs\s+p95\s+24.2 µs\s+longest\s+25.7 µs/,
  );
  await panel().getByRole('button', { name: 'By operator' }).click();
  await page.getByRole('table', { name: /^Statistics .*: 7\.\d+ s measured, 8 subtasks$/ }).waitFor();
  await page
    .getByRole('table', { name: /^Cost of checkpoints .*: 7\.\d+ s measured, 8 subtasks$/ })
    .waitFor();
  await page.getByRole('row', { name: /count per customer lock hold yes 6/ }).waitFor();
  await page.keyboard.press('Escape');
  await panel().waitFor();
  await page.keyboard.press('Escape');
  await panel().waitFor({ state: 'hidden' });
});

it('measures by keyboard: R on a bar, its ends by arrows, F to see it', async () => {
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('r');
  await panel()
    .getByRole('heading', { name: /^404 ms measured/ })
    .waitFor();
  const end = page.getByRole('slider', { name: 'End of the measured range' });
  const before = Number(await end.getAttribute('aria-valuenow'));
  await end.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => Number(await end.getAttribute('aria-valuenow'))).toBeGreaterThan(before);
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(async () => Number(await end.getAttribute('aria-valuenow'))).toBeLessThan(before);
  await page.keyboard.press('f');
  await expect
    .poll(async () => {
      const [holder, bar] = await Promise.all(
        ['.body .chart-holder', '.measured'].map((part) => page.locator(part).boundingBox()),
      );
      return bar!.width / holder!.width;
    })
    .toBeGreaterThan(0.85);
});

it('moves the ends of the measured range by dragging them, and the nearer one by Shift and a click', async () => {
  await measure(0.3, 0.6);
  await panel().waitFor();
  const now = () =>
    page
      .getByRole('slider')
      .evaluateAll((ends) => ends.slice(1).map((end) => Number(end.getAttribute('aria-valuenow'))));
  const [start, end] = (await now()) as [number, number];
  const handle = (await page.getByRole('slider', { name: 'End of the measured range' }).boundingBox())!;
  await drag({ x: handle.x + 4, y: handle.y + 200 }, await chartAt(0.8, 200));
  await expect.poll(async () => (await now())[1]).toBeGreaterThan(end + 50);
  const left = await chartAt(0.2, 200);
  await page.keyboard.down('Shift');
  await page.mouse.click(left.x, left.y);
  await page.keyboard.up('Shift');
  await expect.poll(async () => (await now())[0]).toBeLessThan(start - 30);
});

it('pans with the middle button and with Space, and no longer with Shift', async () => {
  const range = (): Promise<{ from: number; to: number } | undefined> =>
    page.evaluate(() => (fakeHost.state as { state: { range?: { from: number; to: number } } }).state.range);
  await page.keyboard.press('w');
  await expect.poll(range).toBeDefined();
  const first = (await range())!;
  const [from, to] = [await chartAt(0.3, 200), await chartAt(0.5, 200)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down({ button: 'middle' });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up({ button: 'middle' });
  await expect.poll(async () => (await range())!.from).toBeLessThan(first.from);
  const second = (await range())!;
  await page.keyboard.down('Space');
  await drag(from, to);
  await page.keyboard.up('Space');
  await expect.poll(async () => (await range())!.from).toBeLessThan(second.from);
  const third = await range();
  await measure(0.3, 0.5);
  await panel().waitFor();
  expect(await range()).toEqual(third);
});

const strip = () => page.getByRole('slider', { name: 'Checkpoint', exact: true });

/** A place over a checkpoint's bar, by its position; triggers are 2 s apart. */
async function onStrip(checkpoint: number): Promise<{ x: number; y: number }> {
  const box = (await strip().boundingBox())!;
  const count = Number(await strip().getAttribute('aria-valuemax')) + 1;
  return { x: box.x + 16 + ((box.width - 56) * checkpoint) / count + 2, y: box.y + 30 };
}

it('shows the checkpoints that are dragged over, and everything counts them alone', async () => {
  await drag(await onStrip(3), await onStrip(6));
  await page.getByText('4 of 10 checkpoints: #4 – #7', { exact: true }).waitFor();
  await page.getByText('4 of 10 chosen').waitFor();
  await page
    .getByRole('main')
    .getByText(/It was the longest in 4 checkpoints, in #5/)
    .waitFor();
  await openStatistics();
  await page.getByRole('row', { name: /count per customer lock hold yes 8/ }).waitFor();
  await page.keyboard.press('t');
  await page.getByText('136 spans in 4 of 10 checkpoints: #4 – #7').waitFor();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByText('10 of 10 completed').waitFor();
});

it('chooses checkpoints one by one with Ctrl, up to one with Shift, and from the keyboard', async () => {
  const chosen = (words: string): Promise<void> => page.locator('.shown', { hasText: words }).waitFor();
  const click = async (checkpoint: number, key?: string): Promise<void> => {
    const { x, y } = await onStrip(checkpoint);
    if (key) await page.keyboard.down(key);
    await page.mouse.click(x, y);
    if (key) await page.keyboard.up(key);
  };
  await click(1);
  await chosen('#2: completed');
  await click(4, 'Control');
  await chosen('2 of 10 checkpoints: #2, #5');
  await click(1, 'Control');
  await chosen('#5: completed');
  await click(7, 'Shift');
  await chosen('4 of 10 checkpoints: #5 – #8');
  await strip().focus();
  await page.keyboard.press('Shift+ArrowRight');
  await chosen('5 of 10 checkpoints: #5 – #9');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await chosen('3 of 10 checkpoints: #5 – #7');
  await page.keyboard.press('ArrowLeft');
  await chosen('#4: completed');
});

it('keeps 600 checkpoints in sight, and each can be reached', async () => {
  await page.evaluate(() => fakeHost.sendOrders({ checkpoints: 600 }));
  await page.getByText('600 of 600 completed').waitFor();
  const { x, y } = await onStrip(300);
  await page.mouse.move(x, y);
  await expect
    .poll(() => strip().getAttribute('title'))
    .toMatch(/^#\d+: .* \(blocked longest from #\d+ to #\d+\)$/m);
  const said = (await strip().getAttribute('title'))!.split(':')[0]!;
  await page.mouse.click(x, y);
  await page.locator('.shown', { hasText: `${said}: completed` }).waitFor();
  await strip().focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('.shown', { hasText: `#${Number(said.slice(1)) + 1}: completed` }).waitFor();
});

/** A state is known at once, what shows it with the next frame. */
const painted = (): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

it('says where one is in all there is, and moves and zooms there', async () => {
  const window = page.getByRole('slider', { name: 'What is shown of all' });
  const range = (): Promise<{ from: number; to: number }> =>
    page.evaluate(() => (fakeHost.state as { state: { range: { from: number; to: number } } }).state.range);
  await window.waitFor({ state: 'hidden' });
  await page.keyboard.press('w');
  await window.waitFor();
  await painted();
  const first = await range();
  const box = (await window.boundingBox())!;
  const middle = { x: box.x + box.width / 2, y: box.y + 4 };
  await drag(middle, { x: middle.x + 100, y: middle.y });
  await expect.poll(async () => (await range()).from).toBeGreaterThan(first.from + 10);
  const moved = await range();
  expect(moved.to - moved.from).toBeCloseTo(first.to - first.from);
  await window.press('ArrowLeft');
  await expect.poll(async () => (await range()).from).toBeLessThan(moved.from);
  await painted();
  const end = (await window.boundingBox())!;
  await drag({ x: end.x + end.width - 2, y: end.y + 4 }, { x: end.x + end.width - 122, y: end.y + 4 });
  await expect
    .poll(async () => (await range()).to - (await range()).from)
    .toBeLessThan(first.to - first.from - 10);
  await window.press('Home');
  await window.waitFor({ state: 'hidden' });
});

it('says the same of a bar under the pointer and of one that the keyboard is on', async () => {
  const tooltip = page.getByRole('tooltip');
  await page.locator('.names').focus();
  await page.keyboard.press('ArrowRight');
  await tooltip.getByText('Upload · does not block').waitFor();
  const byKeyboard = await tooltip.innerText();
  await page.keyboard.press('Escape');
  await tooltip.waitFor({ state: 'hidden' });
  const { x, y } = await chartAt(0.4, 86);
  await page.mouse.move(x, y);
  await tooltip.getByText('Upload · does not block').waitFor();
  expect(await tooltip.innerText()).toBe(byKeyboard);
});

it('takes the words of a bar away when the keyboard goes elsewhere', async () => {
  const tooltip = page.getByRole('tooltip');
  await page.locator('.names').focus();
  await page.keyboard.press('ArrowRight');
  await tooltip.getByText('Upload · does not block').waitFor();
  await page.keyboard.press('Tab');
  await tooltip.waitFor({ state: 'hidden' });
});

it('draws the idle time between checkpoints short when several are shown, and measures real time all the same', async () => {
  const button = page.getByRole('button', { name: 'No Idle Time' });
  expect(await button.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await button.waitFor();
  await page.keyboard.press('i');
  await page.getByRole('button', { name: 'No Idle Time', pressed: true }).waitFor();
  const chart = (await page.locator('.chart-holder canvas').first().boundingBox())!;
  await page.keyboard.down('Shift');
  await page.mouse.move(chart.x + 13, chart.y + 120);
  await page.mouse.down();
  await page.mouse.move(chart.x + chart.width - 13, chart.y + 120, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  // The run took 20.5 s, and ten checkpoints of half a second are drawn wider than that.
  await page
    .getByRole('region', { name: 'Measured range' })
    .getByText(/^2\d\.\d+ s measured/)
    .waitFor();
  await page.keyboard.press('i');
  await page.getByRole('button', { name: 'No Idle Time', pressed: false }).waitFor();
});

it('has room in a narrow window for the buttons of the strip and what they are about', async () => {
  await page.setViewportSize({ width: 600, height: 860 });
  await page.getByRole('button', { name: 'All', exact: true }).click();
  const names = (await page.locator('.strip-names').boundingBox())!;
  for (const part of [
    page.getByRole('button', { name: 'No Idle Time' }),
    page.getByText('10 of 10 completed'),
  ]) {
    const { x, y, width, height } = (await part.boundingBox())!;
    expect(x + width).toBeLessThanOrEqual(names.x + names.width);
    expect(y + height).toBeLessThanOrEqual(names.y + names.height);
  }
});
