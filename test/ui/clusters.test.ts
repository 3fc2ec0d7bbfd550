import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { repository } from '../../scripts/vscode/repository.js';
import { certificateFor } from '../fixtures/certificate.js';
import { FakeFlink, savepointPlace } from '../fixtures/fakeFlink.js';
import { colorThemes } from './colorThemes.js';
import { test } from './session.js';
import type { Workbench } from './workbench.js';

const recorded = join(repository, 'test/fixtures/flink/2.3.0/hashmap-1m');
let flink: FakeFlink;
beforeAll(async () => {
  flink = await FakeFlink.start({ recorded, state: 'RUNNING', authorization: 'Bearer t0ken' });
});
afterAll(() => flink.stop());

async function connectWithToken(workbench: Workbench, token: string): Promise<void> {
  const { page } = workbench;
  await nameCluster(workbench, flink.url);
  await workbench.pick('Token', 'Token');
  await step(workbench, 3);
  await page.locator('.quick-input-widget:visible input[type=password]').fill(token);
  await workbench.accept();
}

async function connect(workbench: Workbench, url: string): Promise<void> {
  await nameCluster(workbench, url);
  await workbench.pick('None', 'None');
}

async function nameCluster(workbench: Workbench, url: string): Promise<void> {
  await workbench.run('Checkpoint Lens: Connect to Flink…');
  await workbench.answer(url);
  await step(workbench, 2);
}

function clusterTree({ page }: Workbench): Locator {
  return page.getByRole('tree', { name: 'Flink Clusters' });
}

/** Waits until the quick input is at this step: what is typed before goes into the one before. */
async function step({ page }: Workbench, number: number): Promise<void> {
  await page.locator('.quick-input-titlebar', { hasText: `(${number}/` }).waitFor();
}

// The tree and the questions are VS Code's own: one theme of each end shows what we add.
for (const theme of [colorThemes[0], colorThemes[3]]) {
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

      await connectWithToken(workbench, 'wr0ng');
      await workbench.notification(/did not let the request in/).waitFor();
      await workbench.screenshot(`refused ${theme}`);
      await workbench.run('Notifications: Clear All Notifications');

      await connectWithToken(workbench, 't0ken');
      const tree = clusterTree(workbench);
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

describe('a running job', () => {
  test.scoped({ options: { files: { 'notes.txt': '' } } });
  let open: FakeFlink;
  beforeAll(async () => {
    open = await FakeFlink.start({ recorded, state: 'RUNNING' });
  });
  afterAll(() => open.stop());
  const triggers = (): readonly string[] => open.requests.filter((request) => request.startsWith('POST'));

  test('takes a savepoint only after the person has said so, and its place can be copied', async ({
    workbench,
  }) => {
    const { page } = workbench;
    await connect(workbench, open.url);
    const job = clusterTree(workbench).getByRole('treeitem', { name: /count per customer/ });
    await job.waitFor();

    await workbench.chooseFromMenu(job, 'Trigger Savepoint…');
    const question = workbench.dialog('Trigger a savepoint of count per customer?');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'hidden' });
    expect(triggers()).toEqual([]);

    await workbench.chooseFromMenu(job, 'Trigger Savepoint…');
    await workbench.screenshot('savepoint question');
    await question.getByRole('button', { name: 'Trigger Savepoint' }).click();
    await workbench.answer('s3://bucket/savepoints');
    const taken = workbench.notification(`The savepoint of count per customer is ${savepointPlace}.`);
    await taken.getByRole('button', { name: 'Copy Path' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(savepointPlace);
    expect(triggers()).toEqual([expect.stringMatching(/^POST \/jobs\/[0-9a-f]{32}\/savepoints$/)]);
  });
});

describe('a cluster whose certificate nobody known has signed', () => {
  const authority = 'authority.pem';
  test.scoped({ options: { files: { 'notes.txt': '' } } });
  let secure: FakeFlink;
  let certificate: string;
  beforeAll(async () => {
    const identity = await certificateFor('127.0.0.1');
    certificate = identity.cert;
    secure = await FakeFlink.start({ recorded, state: 'RUNNING', identity });
  });
  afterAll(() => secure.stop());

  test('is asked for nothing until the person says that it need not be verified', async ({ workbench }) => {
    const before = secure.requests.length;
    await connect(workbench, secure.url);
    const refused = workbench.notification(/has a certificate that is not trusted/);
    await refused.waitFor();
    await workbench.screenshot('certificate not trusted');
    expect(secure.requests).toHaveLength(before);
    await refused.getByRole('button', { name: 'Connect Without Verifying' }).click();
    await jobIsThere(workbench, 'not verified');
  });

  test('is connected to when the person names the file of the authority, and recorded with it', async ({
    workbench,
  }) => {
    const file = join(workbench.folder, authority);
    writeFileSync(file, certificate);
    await connect(workbench, secure.url);
    const refused = workbench.notification(/has a certificate that is not trusted/);
    await refused.getByRole('button', { name: 'Choose Certificate File…' }).click();
    // The dialog sets its own text once it has listed the folder.
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: authority }).waitFor();
    await workbench.answer(file);
    await jobIsThere(workbench, authority);
    const job = clusterTree(workbench).getByRole('treeitem', { name: /count per customer/ });
    await workbench.chooseFromMenu(job, 'Open Checkpoints');
    await workbench.chart.verdictOnPicture.waitFor();
  });

  async function jobIsThere(workbench: Workbench, certificateText: string): Promise<void> {
    const tree = clusterTree(workbench);
    await tree.getByRole('treeitem', { name: /count per customer/ }).waitFor();
    await tree.getByRole('treeitem', { name: /127\.0\.0\.1/ }).hover();
    await workbench.page.locator('.monaco-hover:visible', { hasText: certificateText }).waitFor();
    await workbench.screenshot(`certificate ${certificateText}`);
  }
});
