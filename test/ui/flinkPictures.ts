import { join } from 'node:path';
import { describe } from 'vitest';
import { repository } from '../../scripts/vscode/repository.js';
import { archiveFiles, logFiles } from '../fixtures/flinkRecordings.js';
import { test } from './session.js';

/** The pictures in docs/ of real Flink jobs, from what they left behind. `npm run pictures`. */
const jobs = {
  'flink-skew': {
    recording: '2.3.0/skew',
    files: archiveFiles('2.3.0/skew'),
    row: ['count per customer', '(3/4)'],
  },
  'flink-not-known': {
    recording: '2.3.0/hidden-flush',
    files: archiveFiles('2.3.0/hidden-flush'),
    row: ['slow sink: Writer', '(1/2)'],
  },
  'flink-with-log': {
    recording: '2.3.0/hidden-flush',
    files: [...archiveFiles('2.3.0/hidden-flush'), ...logFiles('2.3.0/hidden-flush')],
    row: ['slow sink: Writer', '(1/2)'],
  },
} as const;

for (const [picture, { files, row }] of Object.entries(jobs)) {
  describe(picture, () => {
    test.scoped({
      options: { files: Object.fromEntries(files.map(({ name, bytes }) => [`${picture}/${name}`, bytes])) },
    });

    test('of a real job', async ({ workbench }) => {
      const { page, chart } = workbench;
      const folder = page.locator('.explorer-folders-view [role=treeitem]', { hasText: picture });
      await workbench.chooseFromMenu(folder, 'Open with Checkpoint Lens');
      await chart.verdict.waitFor();
      await workbench.run('View: Toggle Primary Side Bar Visibility');
      await chart.row(row[0], row[1]).click();
      await page.waitForTimeout(1500);
      await page.screenshot({ path: join(repository, 'docs', `${picture}.png`) });
    });
  });
}
