import type { Page } from 'playwright-core';
import type { PictureWishes } from '../../../src/protocol.js';
import type { FakeHost } from './fakeHost.js';

declare const fakeHost: FakeHost;

const asSeen: PictureWishes = { whole: false, notes: false };

/** What the page answers when it is asked for an SVG. */
export async function svgOf(page: Page, wishes = asSeen): Promise<string> {
  return page.evaluate(async (wished) => (await fakeHost.ask('svg', wished)) as string, wishes);
}

/** Of a PNG its size, and how many of its pixels have a colour, `#rrggbb`. */
export async function pngOf(
  page: Page,
  color: string,
  wishes = asSeen,
): Promise<{ width: number; height: number; count: number }> {
  return page.evaluate(
    async ([wished, hex]) => {
      const answer = (await fakeHost.ask('png', wished)) as ArrayBuffer;
      const { width, height, data } = await decoded(answer);
      const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] === r && data[i + 1] === g && data[i + 2] === b) count += 1;
      }
      return { width, height, count };

      async function decoded(bytes: ArrayBuffer): Promise<ImageData> {
        const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
      }
    },
    [wishes, color] as const,
  );
}

/** The texts of an SVG, one a line, as a browser reads them; fails where it is not well-formed. */
export async function textsOf(page: Page, svg: string): Promise<string[]> {
  return page.evaluate((text) => {
    const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
    if (documentElement.nodeName !== 'svg') throw new Error(documentElement.textContent);
    return [...documentElement.querySelectorAll('text')].map(({ textContent }) => textContent);
  }, svg);
}
