import type { ElementHandle } from 'playwright-core';
import { expect, it } from 'vitest';
import { openForEachTest, page } from './pageOfEachTest.js';
import { pageStates } from './pageStates.js';

/** Presses of Tab after which something is a trap. */
const pressesMax = 150;

/** Those whose controls differ. */
const states = [
  'chart',
  'lens',
  'table',
  'statistics',
  'overlay',
  'why',
  'measured range',
  'replay',
  'running',
];

/** Where a person with a keyboard comes by Tab. */
interface Stop {
  readonly element: ElementHandle<HTMLElement>;
  readonly name: string;
  /** Whether it comes after the stop before in the order of reading. */
  readonly isAfter: boolean;
  readonly isInWindow: boolean;
}

openForEachTest();

async function stopsOf(): Promise<Stop[]> {
  const stops: Stop[] = [];
  let before = await page.evaluateHandle(() => {
    const start = document.createElement('span');
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    return start;
  });
  while (stops.length < pressesMax) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluateHandle(() => document.activeElement as HTMLElement);
    if (await focused.evaluate((element) => element === document.body)) return stops;
    stops.push({ element: focused, ...(await focused.evaluate(describeStop, before)) });
    before = focused;
  }
  return stops;
}

function describeStop(focused: HTMLElement, before: HTMLElement): Omit<Stop, 'element'> {
  const { left, top, right, bottom, width, height } = focused.getBoundingClientRect();
  const inWindow = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  const label = (focused.getAttribute('aria-labelledby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '');
  const names = [focused.getAttribute('aria-label'), label.join(' '), focused.textContent, focused.title];
  return {
    name: names.map((name) => (name ?? '').trim()).find((name) => name !== '') ?? '',
    isAfter: (before.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
    isInWindow: width > 0 && height > 0 && inWindow,
  };
}

it.each(states)(
  'is gone through by Tab in its order, each stop in sight and with a name: %s',
  async (state) => {
    await pageStates[state]!(page);
    const stops = await stopsOf();
    expect(stops.length).toBeGreaterThan(5);
    expect(stops.length).toBeLessThan(pressesMax);
    for (const { element, name, isAfter, isInWindow } of stops) {
      const html = (): Promise<string> => element.evaluate((each) => each.outerHTML.slice(0, 200));
      if (name === '' || !isAfter || !isInWindow) {
        expect.fail(`“${name}” ${isAfter} ${isInWindow}: ${await html()}`);
      }
    }
  },
);

it('shows at each stop where the keyboard is', async () => {
  await pageStates['chart']!(page);
  for (const { element, name } of await stopsOf()) {
    await element.scrollIntoViewIfNeeded();
    await element.focus();
    const { x, y, width, height } = (await element.boundingBox())!;
    const clip = { x: Math.max(0, x - 4), y: Math.max(0, y - 4), width: width + 8, height: height + 8 };
    const focused = await page.screenshot({ clip });
    await element.evaluate((each) => each.blur());
    expect(focused.equals(await page.screenshot({ clip })), name).toBe(false);
  }
});

/** Runs in the page: what moves does so from one frame to the next. */
async function framesPass(count: number): Promise<void> {
  for (let left = count; left > 0; left--) await new Promise(requestAnimationFrame);
}

it('moves nothing by itself where a person wants less motion', async () => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await pageStates['replay']!(page);
  const picture = await page.screenshot();
  await page.evaluate(framesPass, 30);
  expect(picture.equals(await page.screenshot())).toBe(true);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});
