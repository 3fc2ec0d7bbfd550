import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../../scripts/vscode/browser.js';
import { verdict } from '../../../src/analysis/verdict/verdict.js';
import { writeHtmlPage } from '../../../src/share/htmlPage.js';
import { english, type Language } from '../../../src/share/language.js';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import type { Trace } from '../../../src/trace/model.js';
import type { Note } from '../../../src/trace/notes/note.js';
import { hostileNames, hostileTrace } from '../../fixtures/hostileTrace.js';
import { hugeTrace } from '../../fixtures/hugeTrace.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-exported-'));
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The page that the command line makes of a trace; gives its path. */
function exported(trace: Trace, ...options: readonly string[]): string {
  const [input, page] = [join(folder, 'orders.ckpt.json'), join(folder, 'orders.html')];
  writeFileSync(input, writeTrace(trace));
  execFileSync(process.execPath, ['dist/cli.js', 'convert', input, '-o', page, ...options]);
  return page;
}

/** The page that an editor makes of a trace. */
async function exportedByEditor(
  trace: Trace,
  { language = english, notes }: { language?: Language; notes?: readonly Note[] },
): Promise<string> {
  const [script, style] = ['js', 'css'].map((end) => readFileSync(`dist/exportedPage.${end}`, 'utf8'));
  const parts = { script: script!, style: style!, language };
  const about = { file: 'orders.ckpt.json', diagnostics: [], madeBy: '1.2.3', madeAt: 0 };
  const pieces: string[] = [];
  for await (const piece of writeHtmlPage({ trace, notes, ...about }, parts)) pieces.push(piece);
  const page = join(folder, 'editor.html');
  writeFileSync(page, pieces.join(''));
  return page;
}

/** Opens a file from disk where there is no network, and gives what went wrong or was asked for meanwhile. */
async function open(
  file: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) problems.push(`asked for ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, problems };
}

const headlineOf = (trace: Trace, checkpoint: number): string =>
  verdict(trace, checkpoint)
    .headline.map(({ text }) => text)
    .join('');
const headline = (page: Page): Promise<string | null> =>
  page.getByRole('heading', { level: 1 }).textContent();
const background = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);

describe('an exported page', () => {
  it('opens from disk without a network, and says what the editor says', async () => {
    const { page, problems } = await open(exported(ordersTrace()));
    expect(await headline(page)).toBe(headlineOf(ordersTrace(), 9));
    await page.locator('[aria-selected=true][title="count per customer (1/2)"]').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('is Chinese where it was exported in Chinese', async () => {
    const texts = JSON.parse(readFileSync('l10n/bundle.l10n.zh-cn.json', 'utf8')) as Record<string, string>;
    const language = { tag: 'zh-cn', texts };
    const { page, problems } = await open(await exportedByEditor(ordersTrace(), { language }));
    expect(await headline(page)).toMatch(/^count per customer \(1\/2\) 的处理停顿了 \d/);
    await page.getByText('由 Checkpoint Lens 1.2.3 于 1970-01-01 导出').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('opens on the checkpoint that was asked for', async () => {
    const { page } = await open(exported(ordersTrace(), '--checkpoint', '3'));
    expect(await headline(page)).toBe(headlineOf(ordersTrace(), 2));
    await page.context().close();
  });

  it('works by keyboard: other checkpoints, the lens, the table, zoom and back', async () => {
    const { page, problems } = await open(exported(ordersTrace()));
    const { keyboard } = page;
    await keyboard.press('[');
    await expect.poll(() => headline(page)).toBe(headlineOf(ordersTrace(), 8));
    await keyboard.press('Enter');
    await page.locator('.lens').waitFor();
    await keyboard.press('t');
    await page.getByRole('table').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('saves pictures of what is seen, named as the page is', async () => {
    const { page, problems } = await open(exported(ordersTrace()));
    const save = async (choice: string): Promise<{ name: string; bytes: Buffer }> => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save a Picture' }).press('Enter');
      await page.getByRole('menuitem', { name: choice }).press('Enter');
      const saved = await download;
      return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) };
    };
    const png = await save('PNG, Rows in View');
    expect(png.name).toBe('orders.png');
    expect(png.bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const svg = await save('SVG, All Rows');
    expect(svg.name).toBe('orders.svg');
    expect(svg.bytes.toString()).toContain('count per customer');
    await page.getByText('orders.svg goes to your downloads.').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('shows nothing that only an editor can do', async () => {
    const { page } = await open(exported(ordersTrace({ running: true })));
    await expect.poll(() => page.getByRole('complementary').textContent()).toContain('orders.pipeline.ts:14');
    expect(await page.getByRole('button', { name: 'orders.pipeline.ts:14' }).count()).toBe(0);
    for (const name of ['Stop', 'Follow newest', 'Open as Text']) {
      expect([name, await page.getByRole('button', { name }).isVisible()]).toEqual([name, false]);
    }
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').textContent()).not.toContain('Ctrl+Enter');
    await page.context().close();
  });

  it('has the colours of the system, until the reader switches', async () => {
    const file = exported(ordersTrace());
    const { page, problems } = await open(file, { colorScheme: 'light' });
    expect(await background(page)).toBe('rgb(255, 255, 255)');
    await page.getByRole('button', { name: 'Change Colors' }).press('Enter');
    expect(await background(page)).toBe('rgb(31, 31, 31)');
    await page.emulateMedia({ colorScheme: 'dark', contrast: 'more' });
    await expect.poll(() => background(page)).toBe('rgb(0, 0, 0)');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('shows hostile names as text and runs nothing of them', async () => {
    const { page, problems } = await open(exported(hostileTrace()));
    expect(await headline(page)).toBe(headlineOf(hostileTrace(), 1));
    for (const name of hostileNames) await page.locator('.names').getByText(name, { exact: true }).waitFor();
    expect(await page.title()).toBe('orders.ckpt.json · Checkpoint Lens');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('holds a million bars', async () => {
    const { page, problems } = await open(exported(hugeTrace(1_000_000, 200)));
    await page.locator('.names [role=row]').nth(5).waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('says when its file was cut', async () => {
    const whole = readFileSync(exported(ordersTrace()), 'utf8');
    const cut = join(folder, 'cut.html');
    // Without one of its blocks, as after a careless edit; a file cut at the end has no script any more.
    writeFileSync(cut, whole.replace(/<script type="text\/plain" data-part="columns">[^<]*<\/script>/, ''));
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(cut).href);
    await page.getByText('This page is damaged').waitFor();
    await context.close();
  });
});

it('has the notes that were wanted in it, to be read and not changed', async () => {
  const place = { checkpoint: 10, operator: 'count', subtask: 0, phase: 'sync' } as const;
  const notes = [{ id: 'a', text: 'Ask <b>Li</b>', place, made: 0 }];
  const { page, problems } = await open(await exportedByEditor(ordersTrace(), { notes }));
  const list = page.getByRole('region', { name: 'Notes' });
  await list.getByText('Ask <b>Li</b>').waitFor();
  expect(await list.getByRole('button').allTextContents()).toEqual([
    'lock hold of count per customer (1/2), #10',
  ]);
  expect(problems).toEqual([]);
  await page.context().close();
});
