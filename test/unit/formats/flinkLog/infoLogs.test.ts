import { describe, expect, it } from 'vitest';
import { logReader } from '../../../../src/formats/flinkLog/logReader.js';
import type { InputFile } from '../../../../src/formats/input.js';
import { casesWithLogs, logsOf } from '../../../fixtures/flinkLogs.js';
import { truthOf } from '../../../fixtures/flinkRecordings.js';

/** What the log would be without the DEBUG loggers of the recordings. */
function atInfo({ name, bytes }: InputFile): InputFile {
  const lines = new TextDecoder().decode(bytes).split('\n');
  const kept = lines.filter(
    (line) => !/^\S+ \S+ (?:DEBUG|TRACE) /.test(line) && !line.includes('Reported span'),
  );
  return { name, bytes: new TextEncoder().encode(kept.join('\n')) };
}

const exactCases = casesWithLogs().filter((name) => truthOf(name)?.checkpoints.length);

describe('a log at INFO', () => {
  it.each(exactCases)('%s: has each checkpoint with its trigger, end and size', (name) => {
    const truth = truthOf(name)!;
    const { evidence } = logReader.read(logsOf(name).map(atInfo));
    expect(evidence).toHaveLength(1);
    const rows = evidence[0]!.checkpoints.map(
      ({ id, trigger, completed, finalization, checkpointedBytes }) => ({
        id,
        trigger,
        completed,
        finalization,
        bytes: checkpointedBytes,
      }),
    );
    expect(rows).toEqual(
      truth.checkpoints.map(({ id, trigger, completed, finalization, bytes }) => ({
        id,
        trigger,
        completed,
        finalization,
        bytes,
      })),
    );
  });

  it('has why and when a checkpoint failed, and who declined it', () => {
    const { evidence } = logReader.read(logsOf('2.3.0/declined').map(atInfo));
    const failed = evidence[0]!.checkpoints.filter(({ status }) => status === 'failed');
    expect(failed).toEqual([
      expect.objectContaining({
        id: 3,
        failed: 1795364775373,
        failure: 'Asynchronous task checkpoint failed.',
      }),
      expect.objectContaining({
        id: 5,
        failed: 1795364779423,
        failure: 'Asynchronous task checkpoint failed.',
      }),
    ]);
    expect(failed[0]!.subtasks).toContainEqual(
      expect.objectContaining({
        vertex: 'b71731f1c0df9c3076c4a455334d0ad6',
        subtask: 1,
        outcome: 'declined',
      }),
    );
  });

  it('ties names to vertices and places, so that other sources get them', () => {
    const { evidence } = logReader.read(logsOf('2.3.0/sql'));
    expect(evidence[0]!.vertices.map(({ id, name }) => [id, name])).toEqual([
      ['bc764cd8ddf7a0cff126f51c16239658', 'Source: orders[5]'],
      ['20ba6b65f97481d5570070de90e4e791', 'GroupAggregate[7] -> totals[8]: Writer'],
    ]);
  });

  it('of a TaskManager says what setting would bring the moments', () => {
    const { diagnostics } = logReader.read(logsOf('2.3.0/sql'));
    expect(diagnostics).toEqual([
      expect.objectContaining({
        severity: 'warning',
        file: 'taskmanager.log',
        message: 'This Flink log says nothing of checkpoints.',
        remedy: expect.stringContaining(
          'logger.checkpoint.name = org.apache.flink.runtime.checkpoint',
        ) as string,
      }),
    ]);
  });

  it('of a job without checkpoints says so, and still names the job', () => {
    const { evidence, diagnostics } = logReader.read(logsOf('2.3.0/no-checkpointing'));
    expect(evidence).toEqual([expect.objectContaining({ name: 'no checkpoints', checkpoints: [] })]);
    expect(diagnostics).toHaveLength(2);
  });
});
