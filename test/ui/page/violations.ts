import { source, type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { themeVariables } from '../../../webview/standalone/themes.js';
import type { FakeHost } from './fakeHost.js';

declare const fakeHost: FakeHost;
/** In the page, once `source` has run there. */
declare const axe: { run(options: RunOptions): Promise<AxeResults> };

const [first, ...others] = Object.keys(themeVariables) as (keyof typeof themeVariables)[];

/** Those of axe that look at colours, without the one that asks for more contrast than the usual. */
const colorRules: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

/** Fails where the page breaks a rule of axe in any theme, and says which. */
export async function expectNoViolations(page: Page, of = ''): Promise<void> {
  await page.evaluate(source);
  await inTheme(page, first!, of, {});
  // A theme is colours alone: the other rules find in one what they find in the other.
  for (const theme of others) await inTheme(page, theme, of, colorRules);
}

async function inTheme(
  page: Page,
  theme: keyof typeof themeVariables,
  of: string,
  rules: RunOptions,
): Promise<void> {
  await page.evaluate((name) => fakeHost.setTheme(name), theme);
  // The toolkit's buttons take the colours of a theme in their own time.
  await expect.poll(() => violations(page, rules), { message: `${theme} ${of}` }).toEqual([]);
}

/** The parts of a page that break a rule of axe: rule, part, why. */
function violations(page: Page, rules: RunOptions): Promise<string[]> {
  return page.evaluate(async (options) => {
    const { violations: found } = await axe.run(options);
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\n${failureSummary}`),
    );
  }, rules);
}
