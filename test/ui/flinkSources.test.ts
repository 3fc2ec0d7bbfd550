import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe } from 'vitest';
import { archiveFiles } from '../fixtures/flinkRecordings.js';
import { recordedSource } from '../fixtures/flinkSources.js';
import { test } from './session.js';

const archive = archiveFiles('2.3.0/skew').find(({ name }) => /[0-9a-f]{32}$/.test(name))!;
const job = basename(archive.name);
const source = readFileSync('test/flink/job/LensJob.java', 'utf8');

const [python, sql] = [recordedSource('sources/orders.py'), recordedSource('sources/orders.sql')];
/** The two have no name of an operator in common. */
const javaAndSql = {
  files: {
    [job]: archive.bytes,
    'src/LensJob.java': source,
    [sql.recording.name]: sql.recording.bytes,
    'src/orders.sql': sql.text,
  },
  width: 1600,
  isShared: true,
};

describe('the Java source of a Flink job, beside what the job left behind', () => {
  test.scoped({ options: javaAndSql });

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

describe('a file of Flink SQL, beside the recording of its job', () => {
  test.scoped({ options: javaAndSql });

  test('has its lenses in a set of statements, and each leads to its rows', async ({ workbench }) => {
    const { page, chart } = workbench;
    await workbench.open(sql.recording.name);
    await chart.verdict.waitFor();
    await chart.row('GroupAggregate[4] -> Calc[5] -> revenue[6]: Writer', '(2/2)').click();
    await page.keyboard.press('Control+Enter');
    await workbench.statusBar('Ln 39, Col 1').waitFor();
    await workbench.lens(/^refunds: lock hold p99 218 ms/).waitFor();
    await workbench.screenshot('SQL source with lenses');
    await workbench.lens(/^Join: lock hold p99 420 ms · upload 240 ms/).click();
    await chart.row('Join[11] -> Calc[12] -> refunded[13]: Writer', '(1/2)').and(chart.selectedRow).waitFor();
  });
});

describe('the source of a PyFlink job, beside the recording of it', () => {
  test.scoped({
    options: {
      files: { [python.recording.name]: python.recording.bytes, 'src/orders.py': python.text },
      width: 1600,
    },
  });

  test('has its lenses, also where PyFlink made one operator of several functions', async ({ workbench }) => {
    const { page, chart } = workbench;
    await workbench.open(python.recording.name);
    await chart.verdict.waitFor();
    await chart.row('count per customer, Filter -> Sink: thousands', '(1/1)').click();
    await page.keyboard.press('Control+Enter');
    await workbench.statusBar('Ln 75, Col 10').waitFor();
    await workbench
      .lens(/^lock hold p99 150 ms · upload 20 ms · 6 checkpoints · in one task with Filter/)
      .waitFor();
    await workbench.screenshot('PyFlink source with lenses');
  });
});
