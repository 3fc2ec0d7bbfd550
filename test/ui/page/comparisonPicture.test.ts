import { expect, it } from 'vitest';
import { themeVariables } from '../../../webview/standalone/themes.js';
import type { FakeHost } from './fakeHost.js';
import { openForEachTest, page } from './pageOfEachTest.js';
import { pngOf, svgOf, textsOf } from './pictures.js';
import { recordedTraces } from './recordedTraces.mjs';

declare const fakeHost: FakeHost;

const recordedText = await recordedTraces();
const sides = ['hashmap-1m', 'rocksdb-1m-incremental', 'sync-operator-state'].map((name) => ({
  text: recordedText(name, { from: ['rest'] }),
  label: name,
}));

openForEachTest(
  async () => {
    await page.evaluate((all) => fakeHost.sendComparison(all), sides);
    await page.getByRole('heading', { level: 1 }).waitFor();
  },
  { name: 'comparison' },
);

it('a picture of a comparison has the sentence, both checkpoints, and all numbers, also of a third run', async () => {
  const texts = await textsOf(page, await svgOf(page));
  const said = texts.join('').replace(/\s+/g, '');
  const rows = await page.locator('tbody tr').allInnerTexts();
  const headline = await page.getByRole('heading', { level: 1 }).innerText();
  const legend = await page.locator('.lane-legend').innerText();
  expect(rows.length).toBeGreaterThan(10);
  for (const part of [headline, legend, ...rows, 'All runs side by side', 'sync-operator-state']) {
    expect(said).toContain(part.replace(/\s+/g, ''));
  }
  expect(said).not.toContain('CopyasTSV');
});

it('a picture of a comparison is a PNG of two pixels for one, with its lock holds in it', async () => {
  const { width, count } = await pngOf(page, themeVariables.dark.variables['charts-red']);
  expect(width).toBe(2 * page.viewportSize()!.width);
  expect(count).toBeGreaterThan(2000);
});
