import { expect, it } from 'vitest';
import type { FakeHost } from './fakeHost.js';
import { openForEachTest, page } from './pageOfEachTest.js';

declare const fakeHost: FakeHost;
declare let pictures: number;

openForEachTest(async (opened) => {
  await opened.evaluate(() => fakeHost.sendOrders());
  await opened.getByRole('heading', { level: 1 }).waitFor();
  await opened.evaluate(() => {
    Object.assign(globalThis, { pictures: 0 });
    const canvas = document.querySelector('.body .chart-holder canvas');
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its context below
    const original = CanvasRenderingContext2D.prototype.clearRect;
    // Chart.js clears the canvas before each picture.
    CanvasRenderingContext2D.prototype.clearRect = function (...area) {
      if (this.canvas === canvas) pictures += 1;
      original.apply(this, area);
    };
  });
});

/** How many pictures of the rows a key leads to, until some frames have gone by without one. */
async function picturesOf(key: string): Promise<number> {
  await page.evaluate(() => Object.assign(globalThis, { pictures: 0 }));
  await page.keyboard.press(key);
  return page.evaluate(async () => {
    let seen = -1;
    for (let quiet = 0; quiet < 5; quiet += 1) {
      await new Promise(requestAnimationFrame);
      if (pictures !== seen) quiet = 0;
      seen = pictures;
    }
    return seen;
  });
}

it('paints one picture for one key, since with a million spans each takes its time', async () => {
  await page.locator('.names').focus();
  // Whatever is painted because of the focus and the first key has been painted then.
  await picturesOf('d');
  expect(await picturesOf('w')).toBe(1);
  expect(await picturesOf('d')).toBe(1);
});
