import { describe, expect, it } from 'vitest';
import { webviewHtml } from '../../../src/host/trace/webviewHtml.js';
import { english, type Language } from '../../../src/share/language.js';

const page = (language: Language = english): string =>
  webviewHtml({ script: 'app.js', style: 'app.css', source: 'vscode-resource:', language });

describe('the page of a trace', () => {
  it('runs its own script only, by a nonce that is new each time', () => {
    const nonce = /script-src 'nonce-([^']+)'/.exec(page())?.[1];
    expect(nonce).toHaveLength(24);
    expect(page()).not.toContain(nonce);
  });

  it('allows nothing that it does not name, no inline code and no eval', () => {
    expect(page()).toContain(`default-src 'none'`);
    expect(page()).not.toMatch(/unsafe-|\*|https?:/);
  });

  it('gives the nonce to the controls, which make style elements of their own', () => {
    const html = page();
    const nonce = /script-src 'nonce-([^']+)'/.exec(html)?.[1] ?? '?';
    expect(html).toContain(`<meta property="csp-nonce" content="${nonce}">`);
    expect(html).toContain(`<script nonce="${nonce}" src="app.js">`);
  });

  it('is in the language of VS Code, and has its texts as data, not as script', () => {
    const texts = { Close: '</script><script>alert(1)</script>' };
    const html = page({ tag: 'zh-cn', texts });
    expect(html).toContain('<html lang="zh-cn">');
    const [, data] = /<script type="application\/json" id="texts">(.*?)<\/script>/.exec(html)!;
    expect(JSON.parse(data!)).toEqual(texts);
    expect(html.match(/<script\b/g)).toHaveLength(2);
  });
});
