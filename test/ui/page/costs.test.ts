import { expect, it } from 'vitest';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import { counterNames, type Counter } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import type { FakeHost } from './fakeHost.js';
import { openForEachTest, page } from './pageOfEachTest.js';

declare const fakeHost: FakeHost;

openForEachTest();

it('explains the costs that are shown: in a narrow window not those that have no room', async () => {
  const series = (name: string): Counter => {
    return { name, operator: 1, subtask: 0, start: 0, step: 20, values: new Float64Array(500).fill(5) };
  };
  const trace = sampleTrace();
  const counters = [counterNames.bytesCopied, counterNames.backPressuredTime, counterNames.idleTime];
  const text = writeTrace({ ...trace, counters: [...trace.counters, ...counters.map(series)] });
  await page.evaluate((sent) => fakeHost.sendText(sent), text);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('.names').focus();
  await page.keyboard.press('q');
  const costs = page.locator('.costs');
  const shown = async () => [
    await costs.getByRole('columnheader', { name: 'Idle' }).count(),
    await costs
      .getByText(/Idle: there was nothing to do/)
      .filter({ visible: true })
      .count(),
    await costs
      .getByText(/Back-pressured: an output had no room/)
      .filter({ visible: true })
      .count(),
  ];
  await expect.poll(shown).toEqual([1, 1, 1]);
  await page.setViewportSize({ width: 600, height: 860 });
  await expect.poll(shown).toEqual([0, 0, 1]);
});
