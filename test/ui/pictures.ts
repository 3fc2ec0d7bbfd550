import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { repository } from '../../scripts/vscode/repository.js';
import { test } from './session.js';

/** The pictures in docs/: real runs of the orders example at 1 M keys, in the real VS Code. `npm run pictures`. */
const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-pictures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modes = ['copy-on-write', 'full-copy', 'blocking'] as const;
const files = Object.fromEntries(modes.map((mode) => [`${mode}.ckpt.json`, recorded(mode)]));

function recorded(mode: string): string {
  const trace = join(folder, `${mode}.ckpt.json`);
  const run = [
    'run',
    'examples/orders.pipeline.ts',
    '--snapshot',
    mode,
    '--checkpoints',
    '6',
    '--trace',
    trace,
  ];
  execFileSync(process.execPath, ['dist/cli.js', ...run, '--storage', join(folder, 'storage')], {
    cwd: repository,
    stdio: 'inherit',
  });
  return readFileSync(trace, 'utf8');
}

function docs(name: string): string {
  return join(repository, 'docs', `${name}.png`);
}

const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast-dark': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

for (const [name, theme] of Object.entries(themes)) {
  describe(theme, () => {
    test.scoped({ options: { files, settings: { 'workbench.colorTheme': theme } } });

    test(`pictures in ${theme}`, async ({ workbench }) => {
      const { page } = workbench;
      await workbench.run('View: Toggle Primary Side Bar Visibility');
      for (const mode of name === 'dark' ? modes : []) {
        await workbench.open(`${mode}.ckpt.json`);
        await workbench.chart.verdict.waitFor();
        await page.waitForTimeout(1000);
        await page.screenshot({ path: docs(mode) });
      }
      await workbench.open('copy-on-write.ckpt.json');
      await workbench.chart.verdict.waitFor();
      await workbench.chart.row('count per customer', '(1/2)').click();
      await page.keyboard.press('Enter');
      await workbench.chart.frame.getByText('per second').waitFor();
      await page.waitForTimeout(1000);
      await page.screenshot({ path: docs(`lens-${name}`) });
    });
  });
}
