// Pictures of the page for a person to look at, after `npm run build`: node test/ui/page/screenshots.mjs [folder] [name…]
// PAGE_LANGUAGE=zh-cn makes them in Chinese.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser } from '../../../dist/tools/browser.js';
import { bundlePage } from './openPage.mjs';
import { openScene, scenes } from './scenes.mjs';

const [folder = 'test-results/page', ...wanted] = process.argv.slice(2);

await mkdir(folder, { recursive: true });
const bundled = await bundlePage();
const browser = await launchBrowser();
for (const [name, scene] of Object.entries(scenes)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { page, problems } = await openScene(browser, bundled, scene);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(name, problems.length === 0 ? 'ok' : problems);
  await page.close();
}
await browser.close();
await rm(bundled, { recursive: true, force: true });
