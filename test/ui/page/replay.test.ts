import { expect, it } from 'vitest';
import type { FakeHost } from './fakeHost.js';
import { openForEachTest, page } from './pageOfEachTest.js';

declare const fakeHost: FakeHost;

openForEachTest(async (opened) => {
  // Without motion a replay moves by steps only, and a test sees each of them.
  await opened.emulateMedia({ reducedMotion: 'reduce' });
  await opened.evaluate(() => fakeHost.sendOrders());
  await opened.getByRole('heading', { level: 1 }).waitFor();
});

const replay = () => page.getByRole('region', { name: 'Replay of the checkpoint' });
const words = () => replay().getByRole('status').innerText();
const slider = () => replay().getByRole('slider');

it('opens by V over the chart, at the trigger, and goes from event to event by . and ,', async () => {
  await page.keyboard.press('v');
  await expect.poll(words).toContain('The coordinator triggers #10. Nothing stands still.');
  expect(await page.locator('.chart-holder').first().isVisible()).toBe(true);
  for (let step = 0; step < 40 && !/count per customer \(1\/2\) takes/.test(await words()); step += 1) {
    await page.keyboard.press('.');
  }
  expect(await words()).toMatch(/count per customer \(1\/2\) takes its lock for 23\.5 µs\./);
  expect(await words()).toContain('Standing still: count per customer (1/2), count per customer (2/2).');
  expect(await replay().locator('.replay-clock').innerText()).toBe('3.100 ms');
  expect(await replay().locator('.replay-stretch').innerText()).toMatch(/^time stretched [\d,]+ times$/);
  await page.keyboard.press(',');
  await expect.poll(words).not.toContain('takes its lock for 23.5 µs');
});

it('is scrubbed by the keys of its slider, to the end, where all have acknowledged', async () => {
  await page.keyboard.press('v');
  await slider().focus();
  await page.keyboard.press('End');
  await expect.poll(words).toContain('#10 is completed. Nothing stands still.');
  await page.keyboard.press('Home');
  await expect.poll(words).toContain('The coordinator triggers #10.');
  await page.keyboard.press('.');
  await expect.poll(words).not.toContain('The coordinator triggers');
});

it('shows another checkpoint from its trigger on, and closes by Escape', async () => {
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await slider().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('[');
  await expect.poll(words).toContain('The coordinator triggers #9.');
  await page.keyboard.press('Escape');
  await replay().waitFor({ state: 'hidden' });
});

it('plays by itself and by Space where motion is wanted, and not where it is reduced', async () => {
  await page.keyboard.press('v');
  await page.keyboard.press(' ');
  await expect.poll(words).toContain('The coordinator triggers #10.');
  expect(await replay().getByRole('button', { name: 'Play', exact: true }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await replay().waitFor({ state: 'hidden' });
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.keyboard.press('v');
  await expect.poll(() => slider().inputValue().then(Number)).toBeGreaterThan(10);
  await page.keyboard.press(' ');
  await replay().getByRole('button', { name: 'Play', exact: true }).waitFor();
  const paused = await slider().inputValue();
  await page.keyboard.press(' ');
  await expect.poll(() => slider().inputValue()).not.toBe(paused);
});
