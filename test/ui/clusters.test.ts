import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { repository } from '../../scripts/vscode/repository.js';
import { FakeFlink } from '../fixtures/fakeFlink.js';
import { colorThemes } from './colorThemes.js';
import { test } from './session.js';
import type { Workbench } from './workbench.js';

const recorded = join(repository, 'test/fixtures/flink/2.3.0/hashmap-1m');
let flink: FakeFlink;
beforeAll(async () => {
  flink = await FakeFlink.start({ recorded, state: 'RUNNING', authorization: 'Bearer t0ken' });
});
afterAll(() => flink.stop());

async function connect(workbench: Workbench, token: string): Promise<void> {
  const { page } = workbench;
  await workbench.run('Checkpoint Lens: Connect to Flink…');
  await workbench.quickInput.fill(flink.url);
  await page.keyboard.press('Enter');
  await step(workbench, 2);
  await workbench.pick('Token', 'Token');
  await step(workbench, 3);
  await page.locator('.quick-input-widget:visible input[type=password]').fill(token);
  await page.keyboard.press('Enter');
}

/** Waits until the quick input is at this step: what is typed before goes into the one before. */
async function step({ page }: Workbench, number: number): Promise<void> {
  await page.locator('.quick-input-titlebar', { hasText: `(${number}/` }).waitFor();
}

for (const theme of colorThemes) {
  describe(theme, () => {
    test.scoped({
      options: {
        files: { 'notes.txt': '' },
        settings: { 'workbench.colorTheme': theme, 'security.workspace.trust.startupPrompt': 'never' },
        workspaceTrust: true,
      },
    });

    test(`a cluster is connected to by keys alone, in Restricted Mode too, in ${theme}`, async ({
      workbench,
    }) => {
      const { page } = workbench;
      await page.getByRole('tab', { name: 'Checkpoint Lens' }).click();
      await page.getByText('Nothing is sent anywhere.').waitFor();
      await workbench.screenshot(`welcome ${theme}`);

      await connect(workbench, 'wr0ng');
      await workbench.notification(/did not let the request in/).waitFor();
      await workbench.screenshot(`refused ${theme}`);
      await workbench.run('Notifications: Clear All Notifications');

      await connect(workbench, 't0ken');
      const tree = page.getByRole('tree', { name: 'Flink Clusters' });
      const job = tree.getByRole('treeitem', { name: /count per customer/ });
      await job.waitFor();
      await job.click();
      await tree.getByRole('treeitem', { name: /^#13\b/ }).waitFor();
      await tree.getByRole('treeitem', { name: /^#12\b/ }).hover();
      await page.locator('.monaco-hover:visible', { hasText: 'Triggered' }).waitFor();
      await workbench.screenshot(`tree ${theme}`);
      expect(workbench.opened.outsideRequests).toEqual([]);
      const expected = /did not let the request in/;
      expect(workbench.opened.errors.filter((error) => !expected.test(error))).toEqual([]);
    });
  });
}
