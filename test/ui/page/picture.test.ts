import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../../../scripts/vscode/browser.js';
import { themeVariables } from '../../../webview/standalone/themes.js';
import type { FakeHost } from './fakeHost.js';
import { bundlePage, openPage } from './openPage.mjs';

declare const fakeHost: FakeHost;

let browser: Browser;
let folder: string;
beforeAll(async () => {
  [folder, browser] = await Promise.all([bundlePage(), launchBrowser()]);
});
afterAll(() => browser.close());

/** What the page answers when it is asked for a picture; of a PNG its size and how many of its pixels have a colour. */
async function picture(
  page: Page,
  what: 'png' | 'svg',
  color: string,
): Promise<{ svg?: string; width?: number; count?: number }> {
  return page.evaluate(
    async ([wanted, hex]) => {
      const answered = new Promise<unknown>((resolve) => {
        const push = fakeHost.heard.push.bind(fakeHost.heard);
        fakeHost.heard.push = (...messages) => {
          for (const message of messages) if (message.type === 'answer') resolve(message.answer);
          return push(...messages);
        };
      });
      fakeHost.send({ type: 'ask', id: 1, what: wanted });
      const answer = await answered;
      if (typeof answer === 'string') return { svg: answer };
      const bitmap = await createImageBitmap(new Blob([answer as ArrayBuffer], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      const rgb = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] === rgb[0] && data[i + 1] === rgb[1] && data[i + 2] === rgb[2]) count += 1;
      }
      return { width: bitmap.width, count };
    },
    [what, color] as const,
  );
}

it('gives a picture of what is seen, in the colours of its theme, as PNG and as SVG', async () => {
  for (const theme of ['dark', 'light'] as const) {
    const { page, problems } = await openPage(browser, folder, { theme });
    await page.evaluate(() => fakeHost.sendOrders({ snapshot: 'full-copy' }));
    await page.getByRole('heading', { level: 1 }).waitFor();
    const red = themeVariables[theme].variables['charts-red'];
    const scroller = await page.locator('.scroller').evaluate(({ clientWidth }) => clientWidth);
    const { width, count } = await picture(page, 'png', red);
    expect(width).toBe(scroller);
    // A lock hold of 177 ms is some thousand pixels, not only the key of the legend.
    expect(count).toBeGreaterThan(2000);
    const { svg } = await picture(page, 'svg', red);
    expect(svg).toContain(`fill="${red}"`);
    expect(svg).toContain('>lock hold 177 ms<');
    expect(problems).toEqual([]);
    await page.close();
  }
});

it('the SVG that it gives is one that a browser shows', async () => {
  const { page } = await openPage(browser, folder);
  await page.evaluate(() => fakeHost.sendOrders());
  await page.getByRole('heading', { level: 1 }).waitFor();
  const { svg } = await picture(page, 'svg', '#000000');
  const parsed = await page.evaluate((text) => {
    const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
    return { name: documentElement.nodeName, texts: documentElement.querySelectorAll('text').length };
  }, svg!);
  expect(parsed.name).toBe('svg');
  expect(parsed.texts).toBeGreaterThan(20);
  await page.close();
});
