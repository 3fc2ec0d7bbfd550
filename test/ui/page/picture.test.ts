import { describe, expect, it } from 'vitest';
import { tracePieces } from '../../../src/trace/ckptWriter.js';
import { themeVariables } from '../../../webview/standalone/themes.js';
import { hostileNames, hostileTrace } from '../../fixtures/hostileTrace.js';
import type { FakeHost } from './fakeHost.js';
import { openForEachTest, page } from './pageOfEachTest.js';
import { pngOf, svgOf, textsOf } from './pictures.js';

declare const fakeHost: FakeHost;

openForEachTest(async () => {
  await page.evaluate(() => fakeHost.sendOrders({ snapshot: 'full-copy' }));
  await page.getByRole('heading', { level: 1 }).waitFor();
});

const { 'charts-red': red, 'sideBar-background': ground } = themeVariables.dark.variables;
const run = (text: string): string => text.replace(/\s+/g, '').toLowerCase();
/** Opens the lens on what the verdict names. */
async function openLens(): Promise<void> {
  await page.locator('.names').focus();
  await page.keyboard.press('Enter');
  await page.locator('.lens').waitFor();
}

describe('a picture of what is seen', () => {
  it('is a PNG of two pixels for one, in the colours of its theme', async () => {
    for (const theme of ['dark', 'light'] as const) {
      await page.evaluate((name) => fakeHost.setTheme(name), theme);
      const { width, count } = await pngOf(page, themeVariables[theme].variables['charts-red']);
      expect(width).toBe(2 * page.viewportSize()!.width);
      // A lock hold of 177 ms is some thousand pixels, not only the key of the legend.
      expect(count).toBeGreaterThan(4000);
    }
  });

  it('has the lens, the details and what else is open, as large as they are', async () => {
    const closed = await pngOf(page, red);
    await openLens();
    const opened = await pngOf(page, red);
    expect(opened.count).toBeGreaterThan(closed.count + 10_000);
    const details = await pngOf(page, ground);
    // Their ground, 304 pixels wide from the strip to the lower edge, less what is written on it.
    expect(details.count).toBeGreaterThan(2 * 304 * (details.height - 400) * 0.8);
    expect(details.count).toBeLessThan(2 * 304 * details.height);
  });

  it('says what the screen says, each part whole, also where it is scrolled out of view', async () => {
    await openLens();
    const parts = await page.evaluate(() =>
      ['.verdict h1', '.strip-names .small', '.lens-title .small', 'aside.details .heading h2', '.legend']
        .concat(['aside.details section:nth-of-type(1)', 'aside.details section:last-of-type'])
        .map((part) => document.querySelector<HTMLElement>(part)!.innerText),
    );
    const said = run((await textsOf(page, await svgOf(page))).join(''));
    for (const part of parts) expect(said).toContain(run(part));
    expect(said).toContain(run('orders · orders.ckpt.json · #10: completed in'));
    expect(said).toContain(run('snapshot, 177 ms'));
    expect(said).toContain(run('0 trigger'));
  });

  it('has a measured range with its sums, and the critical path', async () => {
    await page.locator('.names').focus();
    await page.keyboard.press('x');
    await page.keyboard.press('r');
    await page.getByRole('region', { name: 'Measured range' }).waitFor();
    const said = run((await textsOf(page, await svgOf(page))).join(''));
    const sums = await page
      .getByRole('region', { name: 'Measured range' })
      .locator('section')
      .allInnerTexts();
    expect(sums.length).toBeGreaterThan(1);
    for (const part of [...sums, 'critical path', 'end to end']) expect(said).toContain(run(part));
    expect(said).not.toContain(run('Zoom to it'));
  });

  it('has notes when they are wanted, and else no sign of them', async () => {
    const place = { checkpoint: 10, operator: 'count', subtask: 0, phase: 'sync' } as const;
    const note = { id: 'a', text: 'Ask Li before the release.', made: 0, place };
    const before = await svgOf(page);
    await page.evaluate((one) => fakeHost.sendNotes([one]), note);
    await page.locator('.note-text').first().waitFor();
    expect(await svgOf(page)).toBe(before);
    const said = (await textsOf(page, await svgOf(page, { whole: false, notes: true }))).join('\n');
    expect(said).toContain(note.text);
    for (const action of ['Delete', 'Write a note']) expect(said).not.toContain(action);
    // On the page they are as before.
    expect(await page.locator('.note-text').first().innerText()).toBe(note.text);
  });

  it('has the rows that a filter by notes finds, also where it has no notes', async () => {
    const note = { id: 'a', text: 'Ask Li.', made: 0, place: { operator: 'count', subtask: 0 } };
    await page.evaluate((one) => fakeHost.sendNotes([one]), note);
    await page.keyboard.press('/');
    await page.keyboard.type('note:li');
    await expect.poll(() => page.locator('.matches, .shown').allInnerTexts()).toContain('1 of 8 subtasks');
    const said = run((await textsOf(page, await svgOf(page))).join(''));
    expect(said).toContain('(1/2)');
    expect(said).not.toContain(run(note.text));
  });

  it('says what was left out by a filter', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('op:count');
    await expect.poll(() => page.locator('.matches, .shown').allInnerTexts()).toContain('2 of 8 subtasks');
    expect(await textsOf(page, await svgOf(page))).toContain('Only rows that match: op:count');
  });

  it('of the overlay has all of its rows, and of a table all of its lines', async () => {
    await page.keyboard.press('o');
    await page.locator('.overlay-list [role=option]').first().waitFor();
    const overlaid = await textsOf(page, await svgOf(page));
    for (let id = 1; id <= 10; id += 1) expect(overlaid.filter((text) => text === `#${id}`)).toHaveLength(2);
    await page.keyboard.press('q');
    await page.locator('.statistics tbody tr').first().waitFor();
    const lines = await page.locator('.statistics tbody tr').count();
    const counted = await textsOf(page, await svgOf(page));
    expect(counted.filter((text) => text === 'lock hold').length).toBeGreaterThan(1);
    expect(counted.length).toBeGreaterThan(lines * 5);
  });

  it('is the same each time, and the page is as it was', async () => {
    await openLens();
    const html = (): Promise<string> =>
      page.locator('.view').evaluate(({ outerHTML }) => outerHTML.replaceAll(' style=""', ''));
    await page.locator('aside.details').evaluate((details) => details.scrollTo(0, 60));
    const before = await html();
    const one = await svgOf(page);
    expect(await svgOf(page)).toBe(one);
    expect(await html()).toBe(before);
    expect(await page.locator('aside.details').evaluate(({ scrollTop }) => scrollTop)).toBe(60);
  });
});

describe('a vector picture', () => {
  it('has hostile names as text only, and nothing from elsewhere', async () => {
    const text = [...tracePieces(hostileTrace())].join('');
    await page.evaluate((hostile) => fakeHost.sendText(hostile, '<b>&.ckpt.json'), text);
    await page.getByText('<b>&.ckpt.json').or(page.locator('.row.group').nth(2)).first().waitFor();
    const svg = await svgOf(page);
    const elements = new Set([...svg.matchAll(/<([a-zA-Z]+)/g)].map(([, name]) => name));
    expect([...elements].sort()).toEqual(['clipPath', 'g', 'path', 'svg', 'text', 'title']);
    expect(svg).not.toMatch(/href|NaN|undefined|Infinity/);
    const said = run((await textsOf(page, svg)).join(''));
    expect(hostileNames.filter((name) => said.includes(run(name).slice(0, 10)))).not.toEqual([]);
  });

  it('of a million spans is as large as what can be seen, and has all rows when they are wanted', async () => {
    await page.evaluate(() => fakeHost.sendHuge(1_000_000, 500));
    await page.getByText('huge.ckpt.json').or(page.locator('.row.more')).first().waitFor();
    await page.keyboard.press('u');
    const seen = await svgOf(page);
    expect(seen.length).toBeLessThan(3_000_000);
    const all = await svgOf(page, { whole: true, notes: false });
    const height = (svg: string): number => Number(/height="(\d+)"/.exec(svg)![1]);
    expect(height(all)).toBeGreaterThan(height(seen));
    expect(all.length).toBeLessThan(20_000_000);
  });
});
