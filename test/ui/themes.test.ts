import { describe, expect } from 'vitest';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { sampleTrace } from '../fixtures/sampleTrace.js';
import { colorVisions, nearestAcross } from './colorVision.js';
import { colorThemes } from './colorThemes.js';
import { test } from './session.js';

const files = {
  'orders.ckpt.json': writeTrace(sampleTrace({ checkpoints: 10 })),
  'full-copy.ckpt.json': writeTrace(sampleTrace({ checkpoints: 10, snapshot: 'full-copy' })),
};
const options = { files, isShared: true };
for (const theme of colorThemes) {
  describe(theme, () => {
    test.scoped({ options });

    test(`bars and text can be told from the background in ${theme}`, async ({ workbench }) => {
      const { chart } = workbench;
      await workbench.useTheme(theme);
      for (const file of Object.keys(files)) {
        await workbench.open(file);
        await chart.verdict.waitFor();
        const red = await chart.color('charts-red');
        await expect.poll(() => chart.pixels(red)).toBeGreaterThan(0);
        await chart.verdict.getByRole('button').first().click();
        await chart.details.getByText('Lock hold').first().waitFor();
        await workbench.screenshot(`${theme} ${file.split('.')[0]!}`);
      }
      expect(await chart.contrastOf('charts-red')).toBeGreaterThan(3);
      expect(await chart.contrastOf('charts-blue')).toBeGreaterThan(3);
      expect(await chart.contrastOf('foreground')).toBeGreaterThan(4.5);
      const [sync, preBarrier, alignment, async] = [
        await chart.color('charts-red'),
        await chart.color('charts-yellow'),
        await chart.color('charts-purple'),
        await chart.color('charts-blue'),
      ];
      for (const vision of colorVisions) {
        expect(nearestAcross({ sync, preBarrier, alignment, async }, vision)).toBeGreaterThan(20);
      }
      expect(workbench.opened.errors).toEqual([]);
      expect(workbench.opened.outsideRequests).toEqual([]);
    });
  });
}

describe('a narrow window', () => {
  test.scoped({ options });

  test('at 600 pixels nothing is cut off at the right', async ({ workbench }) => {
    await workbench.page.setViewportSize({ width: 600, height: 800 });
    await workbench.open('orders.ckpt.json');
    await workbench.run('View: Toggle Primary Side Bar Visibility');
    await workbench.chart.verdict.waitFor();
    await expect.poll(() => workbench.chart.overflowing()).toEqual([]);
    await workbench.chart.verdict.getByRole('button').first().click();
    await workbench.screenshot('narrow');
    expect(await workbench.chart.overflowing()).toEqual([]);
  });
});
