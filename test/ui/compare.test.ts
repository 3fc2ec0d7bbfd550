import { describe, expect } from 'vitest';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { sampleTrace } from '../fixtures/sampleTrace.js';
import { test } from './session.js';

describe('two runs of a pipeline', () => {
  test.scoped({
    options: {
      files: {
        'before.ckpt.json': writeTrace(sampleTrace({ checkpoints: 9 })),
        'after.ckpt.json': writeTrace(sampleTrace({ checkpoints: 9, snapshot: 'full-copy' })),
      },
    },
  });

  test('are compared by the key C, and a number leads to the bar in its trace', async ({ workbench }) => {
    const { page, chart } = workbench;
    await workbench.open('before.ckpt.json');
    await chart.selectedRow.waitFor();
    await chart.verdict.getByRole('button').first().click();
    await page.keyboard.press('c');
    await workbench.pick('after', 'after.ckpt.json');
    await workbench.tab('before.ckpt.json ↔ after.ckpt.json').waitFor();
    await expect
      .poll(() => workbench.chart.verdict.textContent())
      .toBe('Lock holds at count per customer are 181 ms longer.');
    await workbench.screenshot('comparison');
    await page.keyboard.press('/');
    await page.keyboard.type('count lock');
    await chart.frame.getByText(/^1 of \d+ rows$/).waitFor();
    await chart.frame.getByRole('button', { name: '181 ms', exact: true }).first().click();
    await workbench.statusBar(/#\d+ · count per customer \(1\/2\)/).waitFor();
    await workbench.tab(/^after\.ckpt\.json/).waitFor();
    await workbench.screenshot('from a comparison to a bar');
    expect(workbench.opened.errors).toEqual([]);
    expect(workbench.opened.outsideRequests).toEqual([]);
  });
});
