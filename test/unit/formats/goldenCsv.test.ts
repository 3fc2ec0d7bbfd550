import { describe, expect, it } from 'vitest';
import { writeCsv } from '../../../src/formats/csv.js';
import type { InputFile } from '../../../src/formats/input.js';
import { readInputs } from '../../../src/formats/readInputs.js';
import { logFiles, recordings, restFiles } from '../../fixtures/flinkRecordings.js';

/** Hundreds of subtasks make files that nobody reviews. */
const small = recordings.filter((recording) => !recording.includes('wide-'));

function csvOf(files: readonly InputFile[]): string {
  return [...writeCsv(readInputs(files).jobs[0]!.trace)].join('');
}

/** The files were compared with the raw numbers by eye; `npx vitest run goldenCsv -u` writes them anew, to be compared again. */
describe('the CSV of a recorded job', () => {
  it.each(small)('%s, from what Flink answered, is the reviewed one', async (recording) => {
    const golden = `../../fixtures/golden/${recording.replace('/', '-')}.csv`;
    await expect(csvOf(restFiles(recording))).toMatchFileSnapshot(golden);
  });

  it.each(['2.3.0/hidden-flush', '2.3.0/expired', '2.3.0/backpressure-unaligned'])(
    '%s, with the exact times of its DEBUG log, is the reviewed one',
    async (recording) => {
      const golden = `../../fixtures/golden/${recording.replace('/', '-')}-with-log.csv`;
      await expect(csvOf([...restFiles(recording), ...logFiles(recording)])).toMatchFileSnapshot(golden);
    },
  );
});
