import { expect, it } from 'vitest';
import type { FromComparison } from '../../../src/protocol.js';
import type { FakeHost } from './fakeHost.js';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { openAnother, openForEachTest, page } from './pageOfEachTest.js';
import { recordedTraces } from './recordedTraces.mjs';
import { expectNoViolations } from './violations.js';

declare const fakeHost: FakeHost;

const rest = { from: ['rest'] } as const;
const recordedText = await recordedTraces();
const sides: readonly { text: string; label: string; checkpoint?: number }[] = [
  'hashmap-1m',
  'rocksdb-1m-incremental',
  'sync-operator-state',
].map((name) => ({ text: recordedText(name, rest), label: name }));

openForEachTest(undefined, { name: 'comparison' });

async function show(shown: typeof sides): Promise<void> {
  await page.evaluate((all) => fakeHost.sendComparison(all), shown);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

const heard = (): Promise<FromComparison[]> => page.evaluate(() => fakeHost.heard as FromComparison[]);
const said = (): Promise<string | null> => page.locator('[aria-live]').textContent();
const headline = (): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();
const firstRow = (): Promise<string> => page.locator('tbody tr').first().innerText();

it('says what got worse, and its numbers open the bars that they are nearest to, in either trace', async () => {
  await show(sides.slice(0, 2));
  expect(await headline()).toBe('Lock holds at count per customer are 353 ms longer.');
  expect(await page.locator('[aria-live]').textContent()).toBe(await headline());
  await page.getByRole('button', { name: '15 ms', exact: true }).first().click();
  await page.getByRole('button', { name: '368 ms', exact: true }).first().click();
  const opened = (await heard()).filter(({ type }) => type === 'open');
  expect(opened).toMatchObject([
    { side: 0, place: { phase: 'sync', operator: 1 } },
    { side: 1, place: { phase: 'sync', operator: 1 } },
  ]);
});

it('draws both checkpoints on one axis, and is walked through by arrows alone', async () => {
  await show(sides.slice(0, 2));
  await page.getByLabel('Checkpoint that is drawn of before').selectOption('#8');
  await page.getByLabel('Checkpoint that is drawn of after').selectOption('#6');
  const lanes = page.getByRole('region', { name: '#8 above, #6 below' });
  const first = lanes.getByRole('button', { name: /^count per customer \(1\/2\) ?before ?11 ms blocked: / });
  await first.focus();
  await page.keyboard.press('ArrowDown');
  const focused = await page.evaluate(() => document.activeElement?.textContent);
  expect(focused).toMatch(/^count per customer \(1\/2\) ?after ?286 ms blocked: .*lock hold 286 ms/);
  await page.keyboard.press('Enter');
  expect((await heard()).at(-1)).toMatchObject({
    type: 'open',
    side: 1,
    place: { subtask: 0, phase: 'sync' },
  });
  const [before, after] = await Promise.all(
    ['before', 'after'].map((side) => lanes.locator(`.lane.${side} .bar.sync`).first().boundingBox()),
  );
  expect(after!.width).toBeGreaterThan(10 * before!.width);
  expect(before!.width).toBeGreaterThanOrEqual(3);
});

it('sorts by what grew most, and by any other column', async () => {
  await show(sides.slice(0, 2));
  expect(await firstRow()).toMatch(
    /lock hold\s+count per customer\s+15 ms\s+368 ms\s+\+353 ms\s+×25\s+beyond noise/,
  );
  await page.getByRole('button', { name: 'difference' }).click();
  expect(await firstRow()).toMatch(/upload\s+count per customer\s+333 ms\s+35 ms\s+−298 ms/);
  await page.getByRole('button', { name: 'Show All Numbers' }).click();
  expect(await page.getByRole('columnheader').allInnerTexts()).toContain('p95 after');
  await page.getByRole('button', { name: 'Copy as TSV' }).click();
  const copied = (await heard()).find(({ type }) => type === 'copy') as { text: string };
  expect(copied.text.split('\n')[0]).toMatch(/^operator\tphase\tbefore\tafter\tdifference\t/);
  expect(copied.text).toContain('count per customer\tlock hold\t15 ms\t368 ms\t+353 ms\t×25\tbeyond noise');
});

it.each([600, 1200])('draws all sides in strips of one width, %i pixels wide', async (width) => {
  await page.setViewportSize({ width, height: 860 });
  await show(sides);
  const widths = await page
    .locator('.side-strip')
    .evaluateAll((strips) => strips.map((strip) => Math.round(strip.getBoundingClientRect().width)));
  expect(widths).toHaveLength(sides.length);
  expect(new Set(widths).size).toBe(1);
});

it('swaps the sides, and every sign with them', async () => {
  await show(sides.slice(0, 2));
  await page.getByRole('button', { name: 'Swap before and after' }).click();
  expect(await headline()).toBe('Lock holds at count per customer are 353 ms shorter.');
  expect(await page.evaluate(() => fakeHost.state)).toMatchObject({ before: 1, after: 0 });
});

it('lets a person choose two of three, and keeps the choice', async () => {
  await show(sides);
  expect(await page.getByLabel('After', { exact: true }).inputValue()).toBe('2');
  await page.getByLabel('After', { exact: true }).selectOption('rocksdb-1m-incremental');
  expect(await headline()).toBe('Lock holds at count per customer are 353 ms longer.');
  const kept = await page.evaluate(() => fakeHost.state);
  expect(kept).toMatchObject({ before: 0, after: 1 });
});

it('has a column for each of three runs, says what of it is beyond noise, and leads to each median', async () => {
  await show(sides);
  const table = page.getByRole('region', { name: 'All runs side by side' });
  const first = table.locator('tbody tr').first();
  expect(await first.innerText()).toMatch(
    /lock hold\s+count per customer\s+15 ms\s+368 ms\s+\+353 ms, beyond noise\s+161 ms\s+\+146 ms, beyond noise/,
  );
  await first.getByRole('button', { name: '368 ms' }).click();
  expect((await heard()).at(-1)).toMatchObject({
    type: 'open',
    side: 1,
    place: { operator: 1, phase: 'sync' },
  });
  expect(await table.locator('tbody tr').count()).toBe(8);
  await table.getByRole('button', { name: /^Show all \d+ rows$/ }).click();
  await expect.poll(() => table.locator('tbody tr').count()).toBeGreaterThan(8);
});

it('has what checkpoints cost beyond their phases, says what that is where it is shown, and leads to the bar', async () => {
  const text = writeTrace(sampleTrace({ checkpoints: 9 }));
  await show(['first', 'second'].map((label) => ({ text, label })));
  const table = page.getByRole('region', { name: 'Difference by' });
  const held = table.getByRole('row', { name: /alignment: count per customer held back\s+totals/ });
  expect(await held.innerText()).toMatch(/12 ms\s+12 ms\s+0 ms\s+0 %\s+within noise/);
  await table.getByRole('row', { name: /upload: waiting to begin\s+count per customer/ }).waitFor();
  await table.getByText(/^Held back: from the barrier of an input/).waitFor();
  expect(await table.getByText(/^Back-pressured: /).count()).toBe(0);
  await held.getByRole('button').first().click();
  expect((await heard()).at(-1)).toMatchObject({ type: 'open', place: { operator: 2, phase: 'alignment' } });
  await show(sides.slice(0, 2));
  expect(await table.getByText(/^Held back: /).count()).toBe(0);
});

it('zooms into both checkpoints by keys, buttons and the wheel, and the focus stays on its bar', async () => {
  await show(sides.slice(0, 2));
  const hold = page.locator('.lane.after .bar.sync').first();
  const width = async () => (await hold.boundingBox())!.width;
  const all = await width();
  await page.locator('button.lane').first().focus();
  await page.keyboard.press('ArrowDown');
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  const before = await focused();
  await page.keyboard.press('w');
  await expect.poll(width).toBeGreaterThan(all * 1.3);
  expect(await focused()).toBe(before);
  await page.keyboard.press('0');
  await expect.poll(width).toBeCloseTo(all, 0);
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(width).toBeGreaterThan(all * 1.3);
  await page.getByRole('button', { name: 'Show all of both checkpoints' }).click();
  await expect.poll(width).toBeCloseTo(all, 0);
  await hold.hover();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await expect.poll(width).toBeGreaterThan(all * 1.3);
});

it('shows all checkpoints of both sides in a strip, where a click draws one and a drag compares some', async () => {
  await show(sides.slice(0, 2));
  const strip = page.getByRole('slider', { name: 'Checkpoints of hashmap-1m' });
  const bars = await strip
    .locator('.strip-bar')
    .evaluateAll((all) => all.map((bar) => (bar as HTMLElement).offsetLeft + 3));
  await strip.click({ position: { x: bars[7]!, y: 25 } });
  await expect.poll(() => page.getByLabel('Checkpoint that is drawn of before').inputValue()).toBe('8');
  await page.getByRole('region', { name: /^#8 above/ }).waitFor();
  const { x, y } = (await strip.boundingBox())!;
  await page.mouse.move(x + bars[2]! - 6, y + 20);
  await page.mouse.down();
  await page.mouse.move(x + bars[6]! + 6, y + 20, { steps: 3 });
  await page.mouse.up();
  await page.getByText('5 of 13 checkpoints', { exact: true }).waitFor();
  expect(await page.locator('.verdict').innerText()).toContain('Medians over 5 and 10 checkpoints');
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByText('11 checkpoints', { exact: true }).waitFor();
});

it('lets the keyboard choose on the strips: one that is drawn, some that are compared, and says so', async () => {
  await show(sides.slice(0, 2));
  const strip = page.getByRole('slider', { name: 'Checkpoints of hashmap-1m' });
  await strip.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => strip.getAttribute('aria-valuetext')).toMatch(/^#2: completed in /);
  await expect.poll(said).toMatch(/^Before: #2: completed in .*\.$/);
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(said).toContain('Before: 3 of 13 checkpoints: #2 – #4.');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => strip.getAttribute('aria-valuetext')).toBe('2 of 13 checkpoints: #2, #3');
  await page.keyboard.press('Escape');
  await page.getByText('11 checkpoints', { exact: true }).waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await heard()).at(-1)).toEqual({ type: 'open', side: 0, checkpoint: 12 });
  expect(await strip.evaluate((element) => element === document.activeElement)).toBe(true);
});

it('draws all of three runs, each with its own mark and name, and goes through them by arrows', async () => {
  await show(sides);
  const lanes = page.getByRole('region', { name: /^From top to bottom: #\d+ of hashmap-1m, / });
  const first = lanes.getByRole('group', { name: 'count per customer' }).locator('.lane-set').first();
  expect(await first.locator('.lane-run').allInnerTexts()).toEqual([
    'hashmap-1m',
    'rocksdb-1m-incremental',
    'sync-operator-state',
  ]);
  await first.locator('.lane').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect((await heard()).at(-1)).toMatchObject({ type: 'open', side: 1, place: { subtask: 1 } });
  await page.getByLabel('Checkpoint that is drawn of rocksdb-1m-incremental').selectOption('#6');
  await page.getByRole('region', { name: /#6 of rocksdb-1m-incremental/ }).waitFor();
});

it('filters rows and bars by words, and comes back as it was after it was taken away', async () => {
  await show(sides.slice(0, 2));
  await page.keyboard.press('/');
  await page.keyboard.type('count lock');
  await page.getByText(/^1 of \d+ rows$/).waitFor();
  expect(await page.locator('.lane-group h2').allInnerTexts()).toEqual(['count per customer']);
  await page.locator('.differences').getByRole('button', { name: 'after', exact: true }).click();
  await page.locator('button.lane').first().focus();
  await page.keyboard.press('w');
  await page.keyboard.press('x');
  expect(await headline()).toBe('Lock holds at count per customer are 353 ms shorter.');
  const firstTick = (): Promise<string> => page.locator('.tick').first().innerText();
  const zoomed = await firstTick();
  expect(zoomed).not.toBe('0 trigger');
  const kept = await page.evaluate(() => fakeHost.state);
  const again = await openAnother({ name: 'comparison' });
  await again.page.evaluate(
    ([state, all]) => {
      fakeHost.state = state;
      fakeHost.sendComparison(all as { text: string; label: string }[]);
    },
    [kept, sides.slice(0, 2)],
  );
  await again.page.getByText(/^1 of \d+ rows$/).waitFor();
  expect(await again.page.getByRole('heading', { level: 1 }).innerText()).toBe(
    'Lock holds at count per customer are 353 ms shorter.',
  );
  expect(await again.page.locator('.tick').first().innerText()).toBe(zoomed);
  expect(await again.page.locator('th[aria-sort=descending]').innerText()).toContain('after');
  await again.page.close();
});

it('goes to the source of an operator, and asks for a summary of what is compared', async () => {
  await show(sides.slice(0, 2));
  await page.locator('button.lane').first().focus();
  await page.keyboard.press('Control+Enter');
  expect((await heard()).at(-1)).toEqual({ type: 'openDefinition', side: 0, operator: 1 });
  await page
    .locator('.differences')
    .getByRole('button', { name: '368 ms', exact: true })
    .click({ modifiers: ['Control'] });
  expect((await heard()).at(-1)).toEqual({ type: 'openDefinition', side: 1, operator: 1 });
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  expect((await heard()).at(-1)).toMatchObject({
    type: 'copyMarkdown',
    before: { side: 0 },
    after: { side: 1 },
  });
});

it('compares two checkpoints of one trace without a claim', async () => {
  const [heap] = sides;
  await show([
    { ...heap!, label: '#3', checkpoint: 3 },
    { ...heap!, label: '#8', checkpoint: 8 },
  ]);
  expect(await headline()).toBe('Lock holds at count per customer are 13 ms longer.');
  expect(await page.locator('.verdict p').innerText()).toContain('nobody can tell what of it is noise');
  await page.getByRole('region', { name: '#3 above, #8 below' }).waitFor();
});

it('says which file cannot be read, and what is still being read', async () => {
  await page.evaluate(() =>
    window.postMessage(
      {
        type: 'sides',
        sides: [
          { label: 'a.ckpt.json', state: { type: 'loading' } },
          { label: 'b.ckpt.json', state: { type: 'loading' } },
        ],
      },
      '*',
    ),
  );
  await page.getByText('Reading a.ckpt.json, b.ckpt.json…').waitFor();
  await page.evaluate(() => {
    const diagnostics = [{ severity: 'error', message: 'The file is empty.' }];
    window.postMessage(
      {
        type: 'sides',
        sides: [
          { label: 'a.ckpt.json', state: { type: 'loading' } },
          { label: 'b.ckpt.json', state: { type: 'unreadable', diagnostics } },
        ],
      },
      '*',
    );
  });
  await page.getByText('b.ckpt.json could not be read').waitFor();
  await page.getByRole('button', { name: 'Open b.ckpt.json' }).click();
  expect((await heard()).at(-1)).toEqual({ type: 'open', side: 1 });
});

it('is gone through by Tab from the sentence to the numbers, each stop with a name', async () => {
  await show(sides);
  const names: string[] = [];
  for (let press = 0; press < 120; press += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body) return undefined;
      return (focused.getAttribute('aria-label') ?? focused.textContent).trim();
    });
    if (name === undefined) break;
    names.push(name);
  }
  expect(names).not.toContain('');
  const wanted = [
    /^Copy this comparison$/,
    /^Before$/,
    /^Checkpoint that is drawn of before$/,
    /^Checkpoints of hashmap-1m$/,
    /^Swap before and after$/,
    /^After$/,
    /^Filter rows$/,
    /^Show All Numbers$/,
    /^Copy as TSV$/,
    /^Copy as Markdown$/,
    /^Zoom in$/,
    /^Show all of both checkpoints$/,
    /blocked: .*Open in its trace/,
    /^Show all \d+ rows$/,
    /^difference/,
  ];
  const places = wanted.map((pattern) => names.findIndex((name) => pattern.test(name)));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  // All bars are one stop.
  expect(names.filter((name) => name.includes('Open in its trace'))).toHaveLength(1);
});

it('breaks no rule of axe in any theme, wide and narrow', async () => {
  await show(sides);
  for (const width of [1440, 600]) {
    await page.setViewportSize({ width, height: 843 });
    await expectNoViolations(page, `${width}`);
  }
});
