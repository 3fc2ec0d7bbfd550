import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import type { FromWebview } from '../../../src/protocol.js';
import type { RecordingOptions } from '../../fixtures/flinkRecording.js';
import type { FakeHost } from './fakeHost.js';
import { openAnother, openForEachTest, page } from './pageOfEachTest.js';
import { recordedTraces } from './recordedTraces.mjs';

declare const fakeHost: FakeHost;

const recordedText = await recordedTraces();

openForEachTest(async (opened) => {
  await opened.evaluate(() => fakeHost.sendOrders());
  await opened.getByRole('heading', { level: 1 }).waitFor();
});

const heard = (): Promise<FromWebview[]> => page.evaluate(() => fakeHost.heard as FromWebview[]);
const said = (): Promise<string | null> => page.locator('[aria-live]').textContent();

/** The ruler has no text in the page; what is shown is in the state that the page keeps. */
const range = (): Promise<{ from: number; to: number } | undefined> =>
  page.evaluate(() => (fakeHost.state as { state: { range?: { from: number; to: number } } }).state.range);

/** A place on the chart: x as a share of its width, y in pixels from its top. */
async function chartAt(share: number, y: number): Promise<{ x: number; y: number }> {
  const box = (await page.locator('.body .chart-holder').boundingBox())!;
  return { x: box.x + box.width * share, y: box.y + y };
}

it('opens on the answer: the row that was blocked longest, with its lock hold', async () => {
  await page.locator('[aria-selected=true][title="count per customer (1/2)"]').waitFor();
  expect(await page.getByRole('complementary').innerText()).toContain('23.5 µs');
  expect(await heard()).toContainEqual({ type: 'ready' });
});

it('has the blocked row in view also where the editor is above a terminal, in a wide window and in a narrow one', async () => {
  const bottom = async (of: Locator): Promise<number> => {
    const { y, height } = (await of.boundingBox())!;
    return y + height;
  };
  const row = page.locator('[aria-selected=true][title="count per customer (1/2)"]');
  const rows = page.locator('.body .chart-holder');
  for (const width of [1200, 600]) {
    await page.setViewportSize({ width, height: 360 });
    await expect.poll(() => bottom(rows)).toBeLessThanOrEqual(360);
    await expect.poll(async () => (await bottom(rows)) - (await bottom(row))).toBeGreaterThanOrEqual(0);
  }
});

it('keeps the legend in a short editor while a phase is hidden, so that it can be shown again', async () => {
  const key = page.locator('.main .legend').getByRole('button', { name: 'lock hold' });
  await key.click();
  await page.setViewportSize({ width: 1200, height: 360 });
  await key.click();
  await key.waitFor({ state: 'hidden' });
});

it.each([
  ['short', 1200, 360],
  ['narrow', 600, 660],
])('leaves rows in a %s editor while it says why', async (_, width, height) => {
  await page.setViewportSize({ width, height });
  await page.getByRole('button', { name: 'Why, and what to try' }).click();
  const row = (await page.locator('.row', { hasText: 'count per customer' }).first().boundingBox())!;
  const rows = (await page.locator('.body .chart-holder').boundingBox())!;
  expect(row.y + row.height).toBeLessThanOrEqual(Math.min(rows.y + rows.height, height));
});

it('has its buttons in one line where the editor shares a small window with another, also while a run goes on', async () => {
  const help = page.getByRole('button', { name: 'Help' });
  const sort = page.getByRole('button', { name: /^Sort/ });
  for (const running of [false, true]) {
    await page.evaluate((isGoingOn) => fakeHost.sendOrders({ running: isGoingOn }, isGoingOn), running);
    await page.getByRole('button', { name: 'Stop' }).waitFor({ state: running ? 'visible' : 'hidden' });
    for (const width of [860, 600, 460]) {
      await page.setViewportSize({ width, height: 800 });
      await expect.poll(async () => (await help.boundingBox())!.x).toBeLessThan(width);
      expect((await help.boundingBox())!.y).toBe((await sort.boundingBox())!.y);
    }
  }
});

it('zooms to what is dragged out, and takes it back', async () => {
  const from = await chartAt(0.3, 60);
  const to = await chartAt(0.6, 60);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
  const zoomed = (await range())!;
  const share = (zoomed.to - zoomed.from) / 700;
  expect(share).toBeGreaterThan(0.29);
  expect(share).toBeLessThan(0.32);
  await page.keyboard.press('Backspace');
  expect(await range()).toBeUndefined();
});

it('zooms with Ctrl and the wheel, pans with Shift and the wheel', async () => {
  const place = await chartAt(0.5, 100);
  await page.mouse.move(place.x, place.y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await expect.poll(range).toBeDefined();
  const zoomed = (await range())!;
  await page.keyboard.down('Shift');
  await page.mouse.wheel(0, 100);
  await page.keyboard.up('Shift');
  await expect.poll(async () => (await range())!.from).toBeGreaterThan(zoomed.from);
  expect((await range())!.to - (await range())!.from).toBeCloseTo(zoomed.to - zoomed.from);
});

it('says how a wheel zooms where it scrolls nothing, until it has zoomed', async () => {
  const hint = page.getByText('Ctrl+wheel zooms, Shift+wheel pans');
  const place = await chartAt(0.5, 100);
  await page.mouse.move(place.x, place.y);
  await page.mouse.wheel(0, 100);
  await hint.waitFor();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await hint.waitFor({ state: 'hidden' });
  await page.mouse.wheel(0, 100);
  await expect.poll(range).toBeDefined();
  expect(await hint.isVisible()).toBe(false);
});

it('says what is under the pointer, and selects it by a click', async () => {
  const upload = await chartAt(0.4, 86);
  await page.mouse.move(upload.x, upload.y);
  await page.getByRole('tooltip').getByText('Upload · does not block').waitFor();
  await page.mouse.click(upload.x, upload.y);
  await expect.poll(said).toContain('count per customer (1/2), upload 404 ms, does not block');
});

it('leads from a bar to the operator’s line', async () => {
  const upload = await chartAt(0.4, 86);
  await page.mouse.move(upload.x, upload.y);
  await page.keyboard.down('Control');
  await page.mouse.click(upload.x, upload.y);
  await page.keyboard.up('Control');
  await page.getByRole('button', { name: 'orders.pipeline.ts:14' }).click();
  expect((await heard()).filter(({ type }) => type === 'openDefinition')).toEqual([
    { type: 'openDefinition', operator: 2 },
    { type: 'openDefinition', operator: 2 },
  ]);
});

it('tells a screen reader each step of the keyboard', async () => {
  await page.keyboard.press('End');
  await expect.poll(said).toBe('enrich (2/2), blocked 2 µs');
  await page.keyboard.press('ArrowUp');
  await expect.poll(said).toBe('enrich (1/2), blocked 2 µs');
  await page.keyboard.press('[');
  await page.keyboard.press('ArrowRight');
  await expect.poll(said).toContain('enrich (1/2), start delay 900 µs, does not block, checkpoint #9');
});

it('opens the lens on a lock hold and gives the rows back on Escape', async () => {
  await page.keyboard.press('Enter');
  await page.getByText(/lock of count per customer \(1\/2\) in checkpoint #10/).waitFor();
  await page.keyboard.press('.');
  await page.getByText(/lock of count per customer \(2\/2\) in checkpoint #10/).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.lens').waitFor({ state: 'hidden' });
});

it('opens the lens by Enter on a row or a bar that was clicked, and closes it by Enter', async () => {
  const lens = page.getByRole('region', { name: 'Lens' });
  await page.locator('.row.subtask[title="totals: file sink (2/2)"]').click();
  await page.keyboard.press('Enter');
  await lens.getByText('lock of totals: file sink (2/2) in checkpoint #10').waitFor();
  await page.keyboard.press('Enter');
  await lens.waitFor({ state: 'hidden' });
  const upload = await chartAt(0.4, 86);
  await page.mouse.click(upload.x, upload.y);
  await page.keyboard.press('Enter');
  await lens.getByText('lock of count per customer (1/2) in checkpoint #10').waitFor();
  await page.keyboard.press('Escape');
  await lens.waitFor({ state: 'hidden' });
});

it('keeps the full stop of the verdict on the line of its last word, at every width', async () => {
  const heading = page.getByRole('heading', { level: 1 });
  for (let width = 480; width <= 620; width += 7) {
    await page.setViewportSize({ width, height: 843 });
    const apart = await heading.evaluate((element) => {
      const bottomOf = (node: Node, from: number): number => {
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, from + 1);
        return range.getBoundingClientRect().bottom;
      };
      const stop = element.lastChild!;
      const word = stop.previousSibling!.firstChild!;
      return Math.abs(bottomOf(stop, 0) - bottomOf(word, word.textContent!.length - 1));
    });
    expect(apart).toBeLessThan(8);
  }
});

it('cuts nothing in the name column when it is narrow', async () => {
  for (const width of [480, 600, 899]) {
    await page.setViewportSize({ width, height: 843 });
    const cut = await page
      .locator('.row.subtask span')
      .evaluateAll((spans) =>
        spans.filter((span) => span.scrollWidth > span.clientWidth + 1).map((span) => span.textContent),
      );
    expect(cut).toEqual([]);
  }
});

it('has its controls in one line in an editor of half the width', async () => {
  await page.setViewportSize({ width: 520, height: 843 });
  const controls = page.getByRole('toolbar', { name: 'Chart' });
  expect((await controls.boundingBox())?.height).toBeLessThan(40);
});

it('opens a view whose kept state is damaged', async () => {
  const opened = await openAnother();
  await opened.page.evaluate(() => {
    const state = {
      checkpoint: 999,
      selection: { operator: 'x' },
      range: { from: 1e300, to: null },
      hidden: 5,
    };
    fakeHost.state = { file: 'orders.ckpt.json', state };
    fakeHost.sendOrders();
  });
  await opened.page.getByText('#10: completed').first().waitFor();
  expect(opened.problems).toEqual([]);
  await opened.page.close();
});

it('shows another checkpoint by a click on the strip, and the entire run by All', async () => {
  const strip = (await page.getByRole('slider').boundingBox())!;
  await page.mouse.click(strip.x + 24, strip.y + 40);
  await page.getByText('#1: completed').waitFor();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByText('Entire run').first().waitFor();
});

it('types letters into the filter and not into the chart', async () => {
  await page.keyboard.press('/');
  await page.keyboard.type('totals');
  await page.getByText('2 of 8 subtasks').waitFor();
  expect(await page.locator('.row.subtask').count()).toBe(2);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('.row.subtask').count()).toBe(8);
});

it('shows the same data as a table', async () => {
  await page.keyboard.press('t');
  const table = page.getByRole('table');
  expect(await table.getByRole('row').nth(1).innerText()).toMatch(
    /count per customer \(1\/2\)\s+upload\s+no\s+#10/,
  );
  await table.getByRole('button', { name: 'Is processing blocked?' }).click();
  await table.getByRole('button', { name: 'count per customer (1/2)' }).first().click();
  await page.locator('.body .chart-holder').waitFor();
});

it('stops a run that goes on, and grows while it does', async () => {
  await page.evaluate(() => fakeHost.sendOrders({ running: true, checkpoints: 3 }, true));
  await page.getByText('2 of 3 completed, 1 in progress').waitFor();
  await page.evaluate(() => fakeHost.sendOrders({ running: true, checkpoints: 5 }, true));
  await page.getByText('#4: completed').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  expect(await heard()).toContainEqual({ type: 'stopRun' });
});

/** Opens a recording of a Flink job at one of its checkpoints. */
async function openRecording(
  name: string,
  checkpoint: number | undefined,
  options: RecordingOptions = { from: ['rest'] },
): Promise<void> {
  const text = recordedText(name, options);
  await page.evaluate(
    ([trace, file, shown]) => {
      fakeHost.state = { file, state: { checkpoint: shown, follow: false } };
      fakeHost.sendText(trace, file);
    },
    [text, `${name}.ckpt.json`, checkpoint] as const,
  );
}

it('leads from the verdict on a Flink job to who was late, and says how sure that is', async () => {
  await openRecording('skew', 3);
  const heading = page.getByRole('heading', { level: 1 });
  await heading.getByText('One barrier was late:').waitFor();
  await heading.getByRole('button', { name: 'count per customer (3/4)' }).click();
  const details = page.getByRole('complementary');
  await details.getByText('checkpoint #4 · localhost:41275').waitFor();
  await details.getByText('derived: may lie up to 159 ms later').waitFor();
  await page.locator('.legend').getByText('at most this long').waitFor();
  await page.keyboard.press('End');
  await page.locator('[aria-selected=true][title="count per customer (3/4)"]').waitFor();
  await page.keyboard.press('t');
  const table = page.getByRole('table');
  await table
    .getByRole('row', { name: /not accounted for\s+not known/ })
    .first()
    .waitFor();
});

it('names who did not report in time, first of all rows', async () => {
  await openRecording('expired', 4);
  await page.getByText('#5 timed out after 4.01 s').waitFor();
  const first = page.locator('.row.subtask').first();
  expect(await first.innerText()).toMatch(/\(2\/2\)\s+no report/);
  await page.getByText('13 of 16 completed, 3 failed').waitFor();
});

it('says of a job without checkpoints how to switch them on', async () => {
  await openRecording('no-checkpointing', undefined);
  await page.getByRole('heading', { name: 'This job takes no checkpoints.' }).waitFor();
  await page.getByText('execution.checkpointing.interval: 10s').waitFor();
});

it('shows hostile names as text, however long', async () => {
  const name = `</script><img src=x onerror=document.title='owned'>\u202E${'x'.repeat(10_000)}`;
  await page.evaluate((text) => {
    const operators = [{ id: text, name: text, parallelism: 1, inputs: [] }];
    const checkpoints = [{ id: 1, kind: 'checkpoint', trigger: 0, end: 10, status: 'completed' }];
    const spans = [{ checkpoint: 0, operator: 0, subtask: 0, phase: 'sync', start: 1, duration: 2 }];
    const file = {
      format: 'checkpoint-trace',
      version: 1,
      producer: { name: 'x', version: '1' },
      source: { kind: 'x', job: 'x' },
    };
    fakeHost.sendText(
      JSON.stringify({ ...file, epoch: '2026-11-22T10:00:00.000Z', operators, checkpoints, spans }),
    );
  }, name);
  await page.locator('.row.group', { hasText: '</script>' }).waitFor();
  expect(await page.title()).toBe('Checkpoint Lens');
  expect(await page.locator('img').count()).toBe(0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
});
