import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { csvParse } from 'd3-dsv';
import { describe, expect } from 'vitest';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { sampleTrace } from '../fixtures/sampleTrace.js';
import { exportAs } from './exportAs.js';
import { test } from './session.js';
import type { Workbench } from './workbench.js';

const files = {
  'before.ckpt.json': writeTrace(sampleTrace({ checkpoints: 9 })),
  'after.ckpt.json': writeTrace(sampleTrace({ checkpoints: 9, snapshot: 'full-copy' })),
};
const standstill = /Processing stood still for 181 ms at count per customer \(1\/2\)/;

describe('a person without a mouse', () => {
  test.scoped({ options: { files, isShared: true } });

  test('finds the longest lock hold, reads what it did and why, and compares it with another run', async ({
    workbench,
  }) => {
    const { page, chart } = workbench;
    await workbench.open('after.ckpt.json');
    await chart.verdictOnPicture.waitFor();
    // The row that was blocked longest comes first.
    await page.keyboard.press('Home');
    await page.keyboard.press('.');
    await expect.poll(() => chart.selectedRow.getAttribute('title')).toBe('count per customer (1/2)');
    await expect.poll(() => chart.details.textContent()).toMatch(/181 ms/);
    const spoken = chart.frame.locator('.spoken');
    await expect.poll(() => spoken.textContent()).toMatch(/count per customer \(1\/2\).*181 ms/);
    await workbench.screenshot('lock hold found by keyboard');

    await tabTo(workbench, 'Why, and what to try');
    await page.keyboard.press('Enter');
    const why = chart.frame.getByRole('region', { name: 'Why, and what to try' });
    await why.getByText('lock hold').first().waitFor();
    await workbench.screenshot('explained by keyboard');

    await page.keyboard.press('c');
    await workbench.pick('before', 'before.ckpt.json');
    await workbench.tab('↔').waitFor();
    await expect.poll(() => workbench.chart.verdict.textContent()).toMatch(/count per customer are 181 ms/);
    expect(workbench.opened.errors).toEqual([]);
  });

  test('exports each kind, and what was exported opens', async ({ workbench }) => {
    await workbench.open('after.ckpt.json');
    await workbench.chart.verdictOnPicture.waitFor();
    const exported = (kind: string, ending: string): Promise<string> =>
      exportAs(workbench, kind, `after${ending}`);
    const opened = async (kind: string, ending: string): Promise<void> => {
      await page.goto(pathToFileURL(await exported(kind, ending)).href);
    };

    // Without the network, and without VS Code.
    const elsewhere = await workbench.page.context().browser()!.newContext({ offline: true });
    const page = await elsewhere.newPage();
    await opened('Page for Any Browser', '.html');
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toMatch(standstill);
    await opened('Picture', '.png');
    expect(await page.evaluate(() => document.images[0]?.naturalWidth)).toBeGreaterThan(300);
    await opened('Vector Picture', '.svg');
    await page.getByText('count per customer').first().waitFor();
    await elsewhere.close();

    const summary = await readFile(await exported('Summary for an Incident Report', '.md'), 'utf8');
    expect(summary).toMatch(standstill);
    const rows = csvParse(await readFile(await exported('Table of All Bars', '.csv'), 'utf8'));
    expect(rows.some(({ phase }) => phase === 'sync')).toBe(true);
    for (const [kind, ending] of [
      ['Trace Events for Perfetto', '.trace.json'],
      ['OpenTelemetry Spans', '.otlp.json'],
    ] as const) {
      await exported(kind, ending);
      await workbench.open(`after${ending}`);
      await workbench.run('Checkpoint Lens: Open with Checkpoint Lens');
      await workbench.chart.verdictOnPicture.waitFor();
      await workbench.open('after.ckpt.json');
      await workbench.chart.verdictOnPicture.waitFor();
    }
    expect(workbench.opened.errors).toEqual([]);
  });
});

/** Presses Tab until a button has the focus. */
async function tabTo({ page, chart }: Workbench, button: string): Promise<void> {
  const focused = chart.frame.locator('button:focus', { hasText: button });
  for (let presses = 0; presses < 40 && (await focused.count()) === 0; presses++) {
    await page.keyboard.press('Tab');
  }
  expect(await focused.count(), `Tab leads to “${button}”`).toBe(1);
}
