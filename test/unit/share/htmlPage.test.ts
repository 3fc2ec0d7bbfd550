import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportedPage } from '../../../src/protocol.js';
import { writeHtmlPage } from '../../../src/share/htmlPage.js';
import { english } from '../../../src/share/language.js';
import { packTrace, unpackTrace } from '../../../src/trace/transfer.js';
import { hostileTrace } from '../../fixtures/hostileTrace.js';
import { hugeTrace } from '../../fixtures/hugeTrace.js';
import type { Trace } from '../../../src/trace/model.js';

const script = readFileSync('dist/exportedPage.js', 'utf8');
const style = readFileSync('dist/exportedPage.css', 'utf8');

async function pageOf(trace: Trace, file = '<b>.ckpt.json', language = english): Promise<string> {
  const about = { file, diagnostics: [], view: { kept: { file } }, madeBy: '1.2.3', madeAt: 0 };
  const pieces: string[] = [];
  for await (const piece of writeHtmlPage({ trace, ...about }, { script, style, language })) {
    pieces.push(piece);
  }
  return pieces.join('');
}

function inlined(page: string, part: string): ArrayBuffer {
  const blocks = page.matchAll(
    new RegExp(`<script type="text/plain" data-part="${part}">([^<]*)</script>`, 'g'),
  );
  const bytes = [...blocks].map(([, block]) => Buffer.from(block!, 'base64'));
  const unpacked = gunzipSync(Buffer.concat(bytes));
  return unpacked.buffer.slice(unpacked.byteOffset, unpacked.byteOffset + unpacked.byteLength);
}

function readBack(page: string): { readonly about: ExportedPage; readonly trace: Trace } {
  const about = JSON.parse(Buffer.from(inlined(page, 'page')).toString()) as ExportedPage;
  return { about, trace: unpackTrace({ header: about.header, columns: inlined(page, 'columns') }) };
}

describe('an exported page', () => {
  let page: string;

  beforeAll(async () => {
    page = await pageOf(hostileTrace());
  });

  it('has all of the trace in it, and how it was looked at', () => {
    const { about, trace } = readBack(page);
    expect(trace).toEqual(unpackTrace(packTrace(hostileTrace())));
    expect(about.kept).toEqual({ file: '<b>.ckpt.json' });
    expect(about.notes).toBeUndefined();
  });

  it('holds a trace of many blocks', async () => {
    const huge = hugeTrace(200_000, 20);
    for (let i = 0; i < huge.spans.length; i += 1) huge.spans.uncertainty[i] = Math.sin(i);
    const page = await pageOf(huge);
    expect(page.match(/data-part="columns"/g)!.length).toBeGreaterThan(1);
    const sent = Buffer.from(packTrace(huge).columns);
    expect(Buffer.from(inlined(page, 'columns')).equals(sent)).toBe(true);
  });

  it('lets only its own script and style run, and no request go out', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy.split('; ')).toEqual([
      `default-src 'none'`,
      `script-src ${hash(script)}`,
      `style-src ${hash(style)} ${hash('')}`,
      `font-src data:`,
      `base-uri 'none'`,
      `form-action 'none'`,
    ]);
  });

  it('names nothing outside itself', () => {
    const outside = /\b(?:src|href)\s*=|url\((?!"?data:)|@import/;
    expect(outside.exec(page.replace(script, ''))).toBeNull();
  });

  it('has names only as text: none of them ends an element or begins one', () => {
    const markup = page.replace(script, '').replace(style, '');
    expect(markup.match(/<script\b[^>]*>/g)?.filter((tag) => !tag.includes('text/plain'))).toHaveLength(1);
    expect(markup).toContain('<title>&lt;b&gt;.ckpt.json · Checkpoint Lens</title>');
    expect(markup).not.toContain('owned');
  });

  it('is in the language of who exported it', async () => {
    const texts = { Close: '关闭</script>' };
    const page = await pageOf(hostileTrace(), 'a.ckpt.json', { tag: 'zh-cn', texts });
    expect(page).toContain('<html lang="zh-cn">');
    const data = /<script type="application\/json" id="texts">([^<]*)<\/script>/.exec(page)![1]!;
    expect(JSON.parse(data)).toEqual(texts);
  });

  it('has a script in which nothing ends the script', () => {
    // After a comment has begun, a script that begins hides the end of the one around it.
    expect(/<\/?script/i.exec(script)).toBeNull();
    expect(/<\/style/i.exec(style)).toBeNull();
  });
});
