import type { InputFile } from '../../../../src/formats/input.js';
import { readSimpleSpan } from '../../../../src/formats/flinkSpans/simpleSpan.js';
import type { FlinkSpan } from '../../../../src/formats/flinkSpans/span.js';
import { filesOf, parsed, unzipped } from '../../../fixtures/flinkRecordings.js';

export const tracedJob = '5bcf6b2c08c6a1c3a0a1c7f8457bc125';
export const flatJob = '6f96be6950b3adb8de8050f7c25952fe';

/** Sources of it end while it runs. */
export const endingJob = '2.3.0/finished-tasks/jobs/c0a59c1a036fac5fcea47faa26d3139d';

export const traced = '2.3.0/traces';
export const flat = '1.20.5/rocksdb-aligned';

/** A file of a recording, unpacked, by its path below the recordings. */
export function recorded(path: string): InputFile {
  const [recording, below] = parted(path);
  return { name: path, bytes: unzipped(filesOf(recording, below)[0]!).bytes };
}

/** The files of a folder of a recording, by its path below the recordings. */
export function recordedBelow(path: string): readonly InputFile[] {
  const [recording, below] = parted(path);
  return filesOf(recording, below).map(({ name, bytes }) => ({ name: `${recording}/${name}`, bytes }));
}

function parted(path: string): readonly [recording: string, below: string] {
  const [version, name, ...below] = path.split('/');
  return [`${version!}/${name!}`, below.join('/')];
}

/** The requests as Flink's exporters sent them, one a file. */
export function protobufRequests(kind: 'traces' | 'logs'): readonly InputFile[] {
  return recordedBelow(`${traced}/otlp`).filter(({ name }) => name.endsWith(`-${kind}.pb`));
}

/** The spans of the `Reported span:` lines of a log. */
export function loggedSpans(path: string): readonly FlinkSpan[] {
  const lines = textOf(recorded(path)).split('\n');
  return lines.filter((line) => line.includes('Reported span:')).map((line) => readSimpleSpan(line)!);
}

export function textOf({ bytes }: InputFile): string {
  return new TextDecoder().decode(bytes);
}

/** A REST body of a recording, parsed. */
export function restBody(path: string): unknown {
  return parsed(recorded(path));
}

export interface RestCheckpoint {
  readonly id: number;
  readonly status: string;
  readonly trigger_timestamp: number;
  readonly latest_ack_timestamp: number;
  readonly checkpointed_size: number;
  readonly state_size: number;
  readonly checkpoint_type: string;
  readonly tasks: Readonly<Record<string, unknown>>;
}

export interface RestSubtask {
  readonly index: number;
  /** Absent of one that is pending, as are all that follow. */
  readonly ack_timestamp?: number;
  readonly checkpointed_size: number;
  readonly state_size: number;
  readonly checkpoint: { readonly sync: number; readonly async: number };
  readonly alignment: {
    readonly processed: number;
    readonly persisted: number;
    readonly duration: number;
  };
  readonly start_delay: number;
  readonly unaligned_checkpoint: boolean;
}

/** The spans that Flink reports of a checkpoint with these numbers, without those of the tasks. */
export function spansOf(
  rest: RestCheckpoint,
  subtasksOf: (vertex: string) => readonly RestSubtask[],
): readonly FlinkSpan[] {
  const checkpoint = { checkpointId: rest.id, job_id: 'job' };
  const span = (name: string, start: number, end: number, attributes: Record<string, string | number>) => ({
    name,
    start,
    end,
    attributes: new Map(Object.entries({ ...checkpoint, ...attributes })),
    children: [],
  });
  const subtasks = Object.keys(rest.tasks).flatMap((vertex) =>
    subtasksOf(vertex)
      .filter(({ ack_timestamp }) => ack_timestamp !== undefined)
      .map((subtask) =>
        span('Checkpoint_Subtask', rest.trigger_timestamp + subtask.start_delay, subtask.ack_timestamp!, {
          jobVertexId: vertex,
          subtaskId: subtask.index,
          CheckpointStartDelayMs: subtask.start_delay,
          AlignmentDurationMs: subtask.alignment.duration,
          SyncCheckpointDurationMs: subtask.checkpoint.sync,
          AsyncCheckpointDurationMs: subtask.checkpoint.async,
          StateSizeBytes: subtask.state_size,
          CheckpointedSizeBytes: subtask.checkpointed_size,
          ProcessedDataBytes: subtask.alignment.processed,
          PersistedDataBytes: subtask.alignment.persisted,
        }),
      ),
  );
  const { trigger_timestamp: trigger, latest_ack_timestamp: ack, status } = rest;
  return [span('Checkpoint', trigger, ack, { checkpointStatus: status }), ...subtasks];
}
