import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe } from 'vitest';
import { archiveFiles } from '../fixtures/flinkRecordings.js';
import { test } from './session.js';

const archive = archiveFiles('2.3.0/skew').find(({ name }) => /[0-9a-f]{32}$/.test(name))!;
const job = basename(archive.name);
const source = readFileSync('test/flink/job/LensJob.java', 'utf8');

describe('the Java source of a Flink job, beside what the job left behind', () => {
  test.scoped({
    options: { files: { [job]: archive.bytes, 'src/LensJob.java': source }, width: 1600 },
  });

  test('has above each operator what its checkpoints cost, and leads to the rows and back', async ({
    workbench,
  }) => {
    const { page, chart } = workbench;
    await workbench.open(job);
    await chart.verdict.waitFor();
    await chart.row('count per customer', '(3/4)').click();
    await page.keyboard.press('Control+Enter');
    await workbench.statusBar('Ln 442, Col 22').waitFor();
    // Flink chains the map with its source, and neither its uid nor its name is in what a cluster reports.
    await workbench.lens(/in one task with orders · by its place in the job/).waitFor();
    await workbench.screenshot('Java source with lenses');
    await workbench.lens(/^lock hold p99 53 ms · upload 3 ms · 8 checkpoints$/).click();
    await chart.row('slow sink: Writer', '(4/4)').and(chart.selectedRow).waitFor();
  });
});
