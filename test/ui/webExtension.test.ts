import { readFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { sampleTrace } from '../fixtures/sampleTrace.js';
import { exportAs } from './exportAs.js';
import { test } from './session.js';

describe('in the extension host of a browser, which has no Node', () => {
  test.scoped({
    options: {
      files: { 'orders.ckpt.json': writeTrace(sampleTrace({ checkpoints: 10 })) },
      settings: { 'remote.extensionKind': { 'checkpoint-lens.checkpoint-lens': ['web'] } },
    },
  });

  test('a trace opens, is exported and is linked to, and the example is the trace of a run', async ({
    workbench,
  }) => {
    const { chart } = workbench;
    await workbench.open('orders.ckpt.json');
    await chart.verdict.waitFor();
    await chart.verdict.getByText('count per customer').first().waitFor();
    const red = await chart.color('charts-red');
    await expect.poll(() => chart.pixels(red)).toBeGreaterThan(0);
    await workbench.screenshot('web extension');
    for (const [kind, ending, begin] of [
      ['Page for Any Browser', '.html', '<!DOCTYPE html>'],
      ['Vector Picture', '.svg', '<svg '],
      ['Table of All Bars', '.csv', 'checkpoint,operator_id,'],
    ] as const) {
      const file = await exportAs(workbench, kind, `orders${ending}`);
      // VS Code makes the file before it writes into it.
      await expect.poll(() => readFile(file, 'utf8')).toMatch(begin);
    }
    await workbench.run('Checkpoint Lens: Previous Checkpoint');
    await chart.frame.locator('.shown', { hasText: '#9: completed' }).waitFor();
    await workbench.run('Checkpoint Lens: Copy Link');
    const copied = (): Promise<string> => workbench.page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toMatch(/open\?file=folder\/orders\.ckpt\.json&checkpoint=9&/);
    await workbench.run('Checkpoint Lens: Previous Checkpoint');
    await chart.frame.locator('.shown', { hasText: '#8: completed' }).waitFor();
    await workbench.run('Checkpoint Lens: Open Link…');
    await workbench.answer(await copied());
    await chart.frame.locator('.shown', { hasText: '#9: completed' }).waitFor();
    // Where Node is, the same command asks which pipeline to copy.
    await workbench.run('Checkpoint Lens: Open Example');
    await chart.frame.getByText('loyal customers').first().waitFor();
    expect(workbench.opened.errors).toEqual([]);
    expect(workbench.opened.outsideRequests).toEqual([]);
  });
});
