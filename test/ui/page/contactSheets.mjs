// docs/matrix: the page in four themes, at three widths, with few and many rows, after `npm run build`. PAGE_LANGUAGE=zh-cn makes
// the Chinese ones. Look at what changed before it is kept.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { launchBrowser } from '../../../dist/tools/browser.js';
import { bundlePage } from './openPage.mjs';
import { language, openScene, rowsOf, scenes } from './scenes.mjs';

const folder = 'docs/matrix';
const themes = ['dark', 'light', 'hcDark', 'hcLight'];
const inThemes = ['lens', 'statistics', 'why', 'path', 'overlay', 'replay', 'compare'];
const sizes = [
  { width: 600, height: 860 },
  { width: 1440, height: 860 },
  { width: 2000, height: 860 },
];

await mkdir(folder, { recursive: true });
const bundled = await bundlePage();
const browser = await launchBrowser();

/** The pictures of scenes as one, a row each, `scale` of their size. */
async function sheet(name, rows, scale) {
  const cells = [];
  for (const row of rows) {
    for (const scene of row) {
      const { page, problems } = await openScene(browser, bundled, scene);
      if (problems.length > 0) throw new Error(`${name}: ${problems.join(' ')}`);
      const { width, height } = page.viewportSize();
      const picture = (await page.screenshot()).toString('base64');
      const size = `width="${Math.round(width * scale)}" height="${Math.round(height * scale)}"`;
      cells.push(`<img ${size} src="data:image/png;base64,${picture}">`);
      await page.close();
    }
    cells.push('<br>');
  }
  const page = await browser.newPage();
  await page.setContent(
    `<style>body{margin:0;background:#808080}main{display:inline-block;padding:4px;white-space:nowrap;line-height:0}img{margin:4px}</style><main>${cells.join('')}</main>`,
  );
  const clip = { ...(await page.locator('main').boundingBox()), scale: 1 };
  const session = await page.context().newCDPSession(page);
  const wishes = { format: 'webp', quality: 60, captureBeyondViewport: true, clip };
  const { data } = await session.send('Page.captureScreenshot', wishes);
  await writeFile(`${folder}/${name}-${language}.webp`, Buffer.from(data, 'base64'));
  await page.close();
}

await sheet(
  'themes',
  inThemes.map((scene) => themes.map((theme) => scenes[`${scene}-${theme}`])),
  1 / 3,
);
for (const theme of themes) {
  await sheet(
    `sizes-${theme}`,
    [1, 7, 500].map((rows) => sizes.map((size) => [{ ...size, theme }, rowsOf(rows)])),
    0.45,
  );
}
await browser.close();
await rm(bundled, { recursive: true, force: true });
