import { describe, expect, it } from 'vitest';
import { logReader } from '../../../../src/formats/flinkLog/logReader.js';
import type { SubtaskMoments } from '../../../../src/formats/evidence/model.js';

const start = Date.UTC(2026, 10, 22, 16);
const runner = 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner';
const coordinator = 'org.apache.flink.streaming.runtime.tasks.SubtaskCheckpointCoordinatorImpl';
const task = 'org.apache.flink.streaming.runtime.tasks.StreamTask';

interface Case {
  readonly version?: string;
  /** Of each checkpoint: ms from the barrier to the sync line, and the duration in that. */
  readonly snapshots: readonly (readonly [gap: number, logged: number])[];
}

function momentsOf({ version, snapshots }: Case): readonly SubtaskMoments[] {
  const line = (at: number, logger: string, message: string) =>
    `${new Date(at).toISOString()} DEBUG ${logger} [] - ${message}`;
  const lines =
    version === undefined
      ? []
      : [line(start, runner, ` Starting TaskManager (Version: ${version}, Scala: 2.12)`)];
  for (const [index, [gap, logged]] of snapshots.entries()) {
    const sent = start + 10_000 * (index + 1);
    const id = index + 1;
    lines.push(
      line(sent, task, `Starting checkpoint ${id} CheckpointType{name='Checkpoint'} on task count (1/1)#0`),
      line(
        sent,
        coordinator,
        `Task count (1/1)#0 broadcastEvent at ${sent}, triggerTime ${sent - 5}, passed time 5`,
      ),
      line(
        sent + gap,
        coordinator,
        `count (1/1)#0 - finished synchronous part of checkpoint ${id}. Alignment duration: 0 ms, snapshot duration ${logged} ms, is unaligned checkpoint : false`,
      ),
    );
  }
  const bytes = new TextEncoder().encode(lines.join('\n'));
  const { evidence } = logReader.read([{ name: 'taskmanager.log', bytes }]);
  return evidence[0]!.checkpoints.map(({ subtasks }) => subtasks![0]!.moments!);
}

describe('the snapshot duration in a sync line', () => {
  it.each([
    [
      'is believed from Flink 2 on',
      {
        version: '2.3.0',
        snapshots: [
          [3000, 2990],
          [3000, 0],
        ],
      },
      [2990, 0],
    ],
    [
      'is not believed before Flink 2',
      {
        version: '1.20.5',
        snapshots: [
          [3000, 0],
          [3000, 2990],
        ],
      },
      [undefined, undefined],
    ],
    ['is absent where it is not set', { version: '2.3.0', snapshots: [[3000, -1]] }, [undefined]],
    [
      'of 0 is not believed where the moments say otherwise',
      {
        snapshots: [
          [3000, 0],
          [2, 0],
        ],
      },
      [undefined, 0],
    ],
    [
      'is believed without a version where some line has one',
      {
        snapshots: [
          [3000, 2990],
          [300, 0],
        ],
      },
      [2990, 0],
    ],
  ] as readonly (readonly [string, Case, readonly (number | undefined)[]])[])(
    '%s',
    (_title, log, expected) => {
      const moments = momentsOf(log);
      expect(moments.map(({ syncMs }) => syncMs)).toEqual(expected);
      for (const [index, [gap]] of log.snapshots.entries()) {
        expect(moments[index]!.syncEnd! - moments[index]!.barrierSent!).toBe(gap);
      }
    },
  );
});
