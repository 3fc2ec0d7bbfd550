// The page alone in a browser, with a fake VS Code around it, under the same content security policy.
import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../..');
const site = 'http://page.test';
/** For machines without Chinese characters. */
const hanFont = join(root, 'node_modules/@fontsource-variable/noto-sans-sc');

/** Bundles the page and the fake host; gives the folder they are in. */
export async function bundlePage() {
  const outdir = await mkdtemp(join(tmpdir(), 'checkpoint-lens-page-'));
  await esbuild.build({
    absWorkingDir: root,
    bundle: true,
    keepNames: true,
    outdir,
    format: 'iife',
    target: 'es2022',
    loader: { '.ttf': 'file' },
    logLevel: 'warning',
    entryPoints: {
      webview: 'webview/main.ts',
      comparison: 'webview/comparison/main.ts',
      fakeHost: 'test/ui/page/fakeHost.ts',
    },
  });
  return outdir;
}

/**
 * Opens the page of a trace, or that of a comparison, in a language that there are texts in, or with texts of a test's own. `problems` collects errors and
 * policy violations; a good run leaves it empty.
 */
export async function openPage(
  browser,
  folder,
  { theme = 'dark', width = 1440, height = 843, name = 'webview', language = 'en', texts } = {},
) {
  const page = await browser.newPage({ viewport: { width, height } });
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  const files = await readdir(folder);
  const body = html(name, language, textsElement(texts ?? (await textsOf(language))));
  await page.route(`${site}/**`, async (route) => {
    const file = new URL(route.request().url()).pathname.slice(1);
    if (file.startsWith('han/')) return route.fulfill({ path: join(hanFont, file.slice('han/'.length)) });
    if (file === '') return route.fulfill({ contentType: 'text/html', body });
    if (!files.includes(file)) return route.fulfill({ status: 404 });
    const contentType = { css: 'text/css', js: 'text/javascript', ttf: 'font/ttf' }[file.split('.').pop()];
    return route.fulfill({ contentType, body: await readFile(join(folder, file)) });
  });
  await page.goto(`${site}/`);
  await page.evaluate((one) => globalThis.fakeHost.setTheme(one), theme);
  return { page, problems };
}

/** What is said in a language, by what it is in English. */
export async function textsOf(language) {
  if (language === 'en') return {};
  return JSON.parse(await readFile(join(root, `l10n/bundle.l10n.${language}.json`), 'utf8'));
}

function textsElement(texts) {
  const data = JSON.stringify(texts).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="texts">${data}</script>`;
}

const policy = `default-src 'none'; img-src ${site}; font-src ${site}; style-src 'nonce-n' ${site}; script-src 'nonce-n'`;
const html = (name, language, texts) => `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}"><meta property="csp-nonce" content="n">
<link rel="stylesheet" href="${name}.css">${language === 'zh-cn' ? '<link rel="stylesheet" href="han/index.css">' : ''}<title>Checkpoint Lens</title></head>
<body><div id="app"></div>${texts}<script nonce="n" src="fakeHost.js"></script><script nonce="n" src="${name}.js"></script></body></html>`;
