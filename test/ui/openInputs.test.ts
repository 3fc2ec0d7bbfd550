import { describe, expect } from 'vitest';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { sampleTrace } from '../fixtures/sampleTrace.js';
import { test } from './session.js';

const trace = writeTrace(sampleTrace({ checkpoints: 10 }));
const archive = '6f96be6950b3adb8de8050f7c25952fe';

describe('a folder of what Flink left behind', () => {
  test.scoped({
    options: { files: { 'left/orders.ckpt.json': trace, 'left/deep/notes.bin': '?', [archive]: trace } },
  });

  test('opens from the explorer, and is there again in the next window', async ({ workbench }) => {
    const { page, chart } = workbench;
    await page
      .locator('.explorer-folders-view [role=treeitem]', { hasText: 'left' })
      .click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Open with Checkpoint Lens' }).click();
    await chart.verdict.waitFor();
    // In a browser VS Code writes its state every 5 seconds, and a reload does not wait for it.
    await page.waitForTimeout(10_000);
    await page.reload();
    await workbench.opened.ready();
    await workbench.tab('left').waitFor();
    await expect.poll(() => workbench.chart.verdict.textContent()).toMatch(/^Processing stood still/);
    await workbench.screenshot('folder after reload');
    expect(workbench.opened.outsideRequests).toEqual([]);
  });

  test('has archives in it that open by double click, though they have no extension', async ({
    workbench,
  }) => {
    await workbench.open(archive);
    await workbench.chart.verdict.waitFor();
  });
});
