import { expect, it } from 'vitest';
import type { FakeHost } from './fakeHost.js';
import { openForEachTest, page } from './pageOfEachTest.js';

declare const fakeHost: FakeHost;

openForEachTest(async (opened) => {
  await opened.evaluate(() => fakeHost.sendOrders({ checkpoints: 70, slow: 30 }));
  await opened.getByRole('heading', { level: 1 }).waitFor();
});

const overlay = () => page.getByRole('region', { name: 'Overlay of checkpoints' });
const chosen = () => overlay().locator('[role=option][aria-selected=true]');
const said = (): Promise<string | null> => page.locator('[aria-live]').textContent();

it('shows by O the last checkpoints over each other, and says which one stands out', async () => {
  await page.keyboard.press('o');
  await overlay()
    .getByText(
      /^#31 took 1\.87 s, 4\.5 times the median: upload 1\.86 s\. No phase clearly grew or shrank\.$/,
    )
    .waitFor();
  expect(await overlay().getByRole('listbox').getByRole('option').count()).toBe(60);
});

it('goes through the checkpoints by arrows, says each, and opens one in the chart by Enter', async () => {
  await page.keyboard.press('o');
  await overlay().waitFor();
  // The bar that the verdict named is chosen; the first step left of all bars is the row.
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => chosen().getAttribute('title')).toBe('#69: count per customer (1/2)');
  await expect
    .poll(said)
    .toMatch(/^#69 completed, count per customer \(1\/2\) took \d+ ms, blocked [\d.]+ µs$/);
  await page.keyboard.press('Enter');
  await overlay().waitFor({ state: 'hidden' });
  await page.getByText('#69: completed').first().waitFor();
  await page.locator('.names [aria-selected=true][title="count per customer (1/2)"]').waitFor();
});

it('leads from the sentence to the checkpoint that stands out, and shows its numbers as the chart does', async () => {
  await page.getByRole('button', { name: 'Overlay of checkpoints' }).click();
  await overlay().getByRole('button', { name: '#31' }).click();
  await expect.poll(() => chosen().getAttribute('title')).toBe('#31: count per customer (1/2)');
  await overlay().getByRole('listbox').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('tooltip').getByText('Upload · does not block').waitFor();
  await expect.poll(said).toContain('upload 1.86 s, does not block, checkpoint #31');
});

it('shows other subtasks by the lists above it, without losing the checkpoint', async () => {
  await page.keyboard.press('o');
  await overlay().getByLabel('Subtask').selectOption('(2/2)');
  await expect.poll(() => chosen().getAttribute('title')).toBe('#70: count per customer (2/2)');
  await overlay().getByLabel('Operator').selectOption('enrich');
  await expect.poll(() => chosen().getAttribute('title')).toBe('#70: enrich (1/2)');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await overlay().waitFor({ state: 'hidden' });
});

it('says what is under the pointer, and chooses it by a click', async () => {
  await page.keyboard.press('o');
  const row = (await overlay().locator('[title^="#50:"]').boundingBox())!;
  const canvas = (await overlay().locator('canvas').first().boundingBox())!;
  await page.mouse.move(canvas.x + canvas.width * 0.2, row.y + row.height / 2);
  await page.getByRole('tooltip').getByText('count per customer (1/2), checkpoint #50').waitFor();
  await page.mouse.click(canvas.x + canvas.width * 0.2, row.y + row.height / 2);
  await expect.poll(said).toContain('does not block, checkpoint #50');
});
