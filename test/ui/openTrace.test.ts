import { describe, expect } from 'vitest';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { sampleTrace } from '../fixtures/sampleTrace.js';
import { test } from './session.js';

const trace = writeTrace(sampleTrace({ checkpoints: 10 }));

describe('opening a trace', () => {
  test.scoped({
    options: {
      files: { 'orders.ckpt.json': trace, 'other.txt': 'text', 'plain.json': trace },
      isShared: true,
    },
  });

  test('Quick Open shows the verdict and paints the lock hold', async ({ workbench }) => {
    await workbench.open('orders.ckpt.json');
    const { chart } = workbench;
    await chart.verdict.waitFor();
    await expect
      .poll(() => chart.verdict.textContent())
      .toMatch(/^Processing stood still for 24 µs at count per customer \(1\/2\)/);
    const red = await chart.color('charts-red');
    await expect.poll(() => chart.pixels(red)).toBeGreaterThan(0);
    await workbench.screenshot('trace opened');
    expect(workbench.opened.errors).toEqual([]);
    expect(workbench.opened.outsideRequests).toEqual([]);
  });

  test('the names and numbers of the verdict select the bar they speak of', async ({ workbench }) => {
    await workbench.open('orders.ckpt.json');
    const { chart } = workbench;
    await chart.verdict.getByRole('button').first().click();
    await expect.poll(() => chart.selectedRow.getAttribute('title')).toBe('count per customer (1/2)');
    await expect.poll(() => chart.details.textContent()).toContain('24 µs');
  });

  test('the selection is still there after a look at another tab', async ({ workbench }) => {
    await workbench.open('orders.ckpt.json');
    await workbench.chart.row('totals', '(2/2)').click();
    await workbench.open('other.txt');
    await workbench.chart.verdict.waitFor({ state: 'hidden' });
    await workbench.tab('orders.ckpt.json').click();
    await expect.poll(() => workbench.chart.selectedRow.getAttribute('title')).toBe('totals (2/2)');
  });

  test('a trace under another name opens through Reopen Editor With', async ({ workbench }) => {
    await workbench.open('plain.json');
    await workbench.run('View: Reopen Editor With...');
    await workbench.pick('Checkpoint Lens', 'Checkpoint Lens');
    await workbench.chart.verdict.waitFor();
  });

  test('the trace opens as text from the chart', async ({ workbench }) => {
    await workbench.open('orders.ckpt.json');
    await workbench.chart.verdict.waitFor();
    await workbench.run('Checkpoint Lens: Open Trace as Text');
    await workbench.page.locator('.monaco-editor .view-lines', { hasText: 'checkpoint-trace' }).waitFor();
  });
});
