import { describe, expect, it } from 'vitest';
import type { CheckpointEvidence, SubtaskEvidence } from '../../../../src/formats/evidence/model.js';
import { archiveReader } from '../../../../src/formats/flinkRest/archiveReader.js';
import { restBodyReader } from '../../../../src/formats/flinkRest/restBodyReader.js';
import { recordings } from '../../../fixtures/flinkRecordings.js';
import {
  caseFiles,
  checkpointOf,
  onlyJob,
  rawBody,
  readCase,
  type RawCheckpoint,
  type RawReport,
  type RawSubtasks,
} from './flinkCase.js';

const detailsPath = /^jobs\/[0-9a-f]{32}\/checkpoints\/details\/(\d+)\.json$/;
const subtasksPath = /^jobs\/[0-9a-f]{32}\/checkpoints\/details\/(\d+)\/subtasks\/([0-9a-f]{32})\.json$/;

function orAbsent(value: number): number | undefined {
  return value === -1 ? undefined : value;
}

/** The numbers of a raw report, by their places in Flink's JSON. */
function rawNumbers(raw: RawReport): readonly unknown[] {
  if (raw.className === 'pending') return [];
  return [
    raw.start_delay,
    raw.alignment.duration,
    orAbsent(raw.checkpoint.sync),
    orAbsent(raw.checkpoint.async),
    raw.ack_timestamp,
    raw.checkpointed_size,
    raw.state_size,
    orAbsent(raw.alignment.processed),
    orAbsent(raw.alignment.persisted),
    raw.unaligned_checkpoint,
  ];
}

function numbersOf(report: SubtaskEvidence): readonly unknown[] {
  const { startDelay, alignment, sync, async, ack, checkpointedBytes, fullBytes } = report;
  if (report.outcome === 'pending') return Object.keys(report).length === 3 ? [] : [report];
  const { processedBytes, persistedBytes, unaligned } = report;
  return [
    startDelay,
    alignment,
    sync,
    async,
    ack,
    checkpointedBytes,
    fullBytes,
    processedBytes,
    persistedBytes,
    unaligned,
  ];
}

describe.each(recordings)('%s', (name) => {
  it('every report has the numbers of its raw body', () => {
    const job = onlyJob(readCase(restBodyReader, name));
    let compared = 0;
    for (const file of caseFiles(name)) {
      const [, id, vertex] = subtasksPath.exec(file.name) ?? [];
      if (vertex === undefined) continue;
      const reports = checkpointOf(job, Number(id)).subtasks!.filter((report) => report.vertex === vertex);
      for (const [i, raw] of (rawBody(name, file.name) as RawSubtasks).subtasks.entries()) {
        expect([file.name, i, numbersOf(reports[i]!)]).toEqual([file.name, i, rawNumbers(raw)]);
        compared += 1;
      }
    }
    expect(compared).toBe(job.checkpoints.reduce((sum, { subtasks = [] }) => sum + subtasks.length, 0));
  });

  it('every checkpoint has the numbers of its raw body', () => {
    const job = onlyJob(readCase(restBodyReader, name));
    const details = caseFiles(name).filter((file) => detailsPath.test(file.name));
    expect(job.checkpoints).toHaveLength(details.length);
    for (const file of details) {
      const raw = rawBody(name, file.name) as RawCheckpoint;
      const { trigger, latestAck, checkpointedBytes, fullBytes, subtaskCount, ...rest } = checkpointOf(
        job,
        raw.id,
      );
      expect([trigger, latestAck, checkpointedBytes, fullBytes, subtaskCount]).toEqual([
        raw.trigger_timestamp,
        raw.latest_ack_timestamp,
        raw.checkpointed_size,
        raw.state_size,
        raw.num_subtasks,
      ]);
      expect([rest.failed, rest.path]).toEqual([raw.failure_timestamp, raw.external_path]);
    }
  });

  it('the archive says the same as the folder of the checkpoints that both have', () => {
    const folder = onlyJob(readCase(restBodyReader, name));
    const archive = onlyJob(readCase(archiveReader, name));
    expect(archive).toMatchObject({ jobId: folder.jobId, name: folder.name, state: folder.state });
    expect(archive.failedTriggers).toBe(folder.failedTriggers);
    expect(archive.config).toEqual(folder.config);
    expect(archive.vertices).toEqual(folder.vertices);
    const comparable = (checkpoint: CheckpointEvidence) => ({
      ...checkpoint,
      subtasks: checkpoint.subtasks?.toSorted((a, b) =>
        a.vertex < b.vertex ? -1 : a.vertex > b.vertex ? 1 : a.subtask - b.subtask,
      ),
    });
    for (const checkpoint of archive.checkpoints) {
      // Of older ones the archive has the entry of the list only.
      if (checkpoint.subtasks === undefined) continue;
      expect(comparable(checkpoint)).toEqual(comparable(checkpointOf(folder, checkpoint.id)));
    }
  });
});
