import { source, type AxeResults } from 'axe-core';
import { expect, it } from 'vitest';
import type { FromComparison } from '../../../src/protocol.js';
import { themeVariables } from '../../../webview/standalone/themes.js';
import type { FakeHost } from './fakeHost.js';
import { openForEachTest, page } from './pageOfEachTest.js';
import { recordedTraces } from './recordedTraces.mjs';

declare const fakeHost: FakeHost;
/** In the page, once `source` has run there. */
declare const axe: { run(): Promise<AxeResults> };

const themes = Object.keys(themeVariables) as (keyof typeof themeVariables)[];
const rest = { from: ['rest'] } as const;
const recordedText = await recordedTraces();
const sides: readonly { text: string; label: string; checkpoint?: number }[] = [
  'hashmap-1m',
  'rocksdb-1m-incremental',
  'sync-operator-state',
].map((name) => ({ text: recordedText(name, rest), label: name }));

openForEachTest(() => Promise.resolve(), { name: 'comparison' });

async function show(shown: typeof sides): Promise<void> {
  await page.evaluate((all) => fakeHost.sendComparison(all), shown);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

const heard = (): Promise<FromComparison[]> => page.evaluate(() => fakeHost.heard as FromComparison[]);
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

it('shows all checkpoints of both sides in a strip, where a click draws one', async () => {
  await show(sides.slice(0, 2));
  await page
    .locator('.side-strip')
    .first()
    .getByTitle(/^#8: completed/)
    .click();
  await expect.poll(() => page.getByLabel('Checkpoint that is drawn of before').inputValue()).toBe('8');
  await page.getByRole('region', { name: /^#8 above/ }).waitFor();
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
    /^Swap before and after$/,
    /^After$/,
    /^Zoom in$/,
    /^Show all of both checkpoints$/,
    /blocked: .*Open in its trace/,
    /^Show all \d+ rows$/,
    /^Show All Numbers$/,
    /^Copy as TSV$/,
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
  await page.evaluate(source);
  for (const width of [1440, 600]) {
    await page.setViewportSize({ width, height: 843 });
    for (const theme of themes) {
      await page.evaluate((name) => fakeHost.setTheme(name), theme);
      const { violations } = await page.evaluate(() => axe.run());
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
      );
      expect(found, `${theme} ${width}`).toEqual([]);
    }
  }
});
