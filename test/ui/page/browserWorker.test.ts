import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../../scripts/vscode/browser.js';
import { repository } from '../../../scripts/vscode/repository.js';
import type { InputFile } from '../../../src/formats/input.js';
import { readInputs } from '../../../src/formats/readInputs.js';
import { buffersOf, packPlainly, type PackedTrace } from '../../../src/trace/transfer.js';
import { filesOf, recordings } from '../../fixtures/flinkRecordings.js';

let browser: Browser;
let page: Page;

/** In the page: has a worker read files, and gives the trace with its columns as text. */
declare const readInWorker: (files: readonly (readonly [name: string, base64: string])[]) => Promise<string>;

beforeAll(async () => {
  const { outputFiles } = await build({
    absWorkingDir: repository,
    entryPoints: ['test/fixtures/browserWorker.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  });
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.addScriptTag({ content: `const worker = ${JSON.stringify(outputFiles[0]!.text)};${inPage}` });
});
afterAll(() => browser.close());

const inPage = `
const url = URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }));
const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
globalThis.readInWorker = (files) => new Promise((resolve, reject) => {
  const reading = new Worker(url);
  reading.onerror = ({ message }) => reject(new Error(message));
  reading.onmessage = ({ data: { header, columns } }) => {
    reading.terminate();
    resolve(JSON.stringify({ header, columns: columns.map((column) => Array.from(new Uint8Array(column))) }));
  };
  reading.postMessage(files.map(([name, base64]) => ({ name, bytes: bytesOf(base64) })));
});`;

function inBrowser(files: readonly InputFile[]): Promise<string> {
  const sent = files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('base64')] as const);
  return page.evaluate((each) => readInWorker(each), sent);
}

function asText(packed: PackedTrace): string {
  const columns = buffersOf(packed).map((column) => Array.from(new Uint8Array(column)));
  return JSON.stringify({ header: packed.header, columns });
}

describe('a worker of a browser reads as one of Node does', () => {
  it.each(recordings)('all that was recorded of %s', async (recording) => {
    const files = filesOf(recording);
    const here = asText(packPlainly(readInputs(files).jobs[0]!.trace));
    expect((await inBrowser(files)) === here).toBe(true);
  });
});
