import type { CheckpointEvidence } from '../evidence/model.js';
import { readCheckpointStatistics } from './checkpointStatistics.js';
import type { CoordinatorEvent, JobEvent } from './logEvent.js';

/** A message by a text in it, the pattern of what follows that text, and what it says. */
export interface MessagePattern<Event> {
  readonly marker: string;
  readonly pattern: RegExp;
  event(match: RegExpExecArray, text: string): Event | undefined;
}

const job = '([0-9a-f]{32})';
const id = String.raw`(\d{1,19})`;
const attempt = '([0-9a-f_]{32,90})';
const place = String.raw`(?: at (?<location>.{1,500}?)\.?$)?`;

/** The messages of Flink's CheckpointCoordinator, CheckpointFailureManager and CheckpointStatsTracker, 1.13 to 2.3. */
export const coordinatorMessages: readonly MessagePattern<CoordinatorEvent | JobEvent>[] = [
  {
    marker: 'Received acknowledge message for checkpoint ',
    pattern: new RegExp(`${id} from task ${attempt} of job ${job}${place}`, 'y'),
    event: (match) => report('acknowledged', match),
  },
  {
    marker: 'Received late message for now expired checkpoint attempt ',
    pattern: new RegExp(`${id} from task ${attempt} of job ${job}${place}`, 'y'),
    event: (match) => report('late', match),
  },
  {
    marker: 'Received message for an unknown checkpoint ',
    pattern: new RegExp(`${id} from task ${attempt} of job ${job}${place}`, 'y'),
    event: (match) => report('late', match),
  },
  {
    marker: 'Decline checkpoint ',
    pattern: new RegExp(`${id} by task ${attempt} of job ${job}${place}`, 'y'),
    event: (match) => report('declined', match),
  },
  {
    marker: 'Triggering checkpoint ',
    pattern: new RegExp(String.raw`${id} \((?:type=)?(.{1,300}?)\) @ (\d{12,14}) for job ${job}`, 'y'),
    event: (match) => ({
      kind: 'triggered',
      checkpoint: Number(match[1]),
      trigger: Number(match[3]),
      job: match[4]!,
      facts: typeFacts(match[2]!),
    }),
  },
  {
    marker: 'Completed checkpoint ',
    pattern: new RegExp(
      String.raw`${id} for job ${job} \((\d{1,19}) bytes(?:, checkpointDuration=\d+ ms, finalizationTime=(\d{1,15}) ms| in \d+ ms)`,
      'y',
    ),
    event: (match) => ({
      kind: 'completed',
      checkpoint: Number(match[1]),
      job: match[2]!,
      bytes: Number(match[3]),
      ...(match[4] === undefined ? {} : { finalization: Number(match[4]) }),
    }),
  },
  {
    marker: 'Checkpoint ',
    pattern: new RegExp(`${id} of job ${job} expired before completing`, 'y'),
    event: (match) => failed(match[1]!, match[2]!, 'Checkpoint expired before completing.'),
  },
  {
    marker: 'Failed to trigger or complete checkpoint ',
    pattern: new RegExp(`${id} for job ${job}`, 'y'),
    event: (match) => failed(match[1]!, match[2]!),
  },
  {
    marker: 'Triggering Checkpoint ',
    pattern: new RegExp(String.raw`${id} for job ${job} failed due to (.{1,2000})`, 'y'),
    event: (match) => failed(match[1]!, match[2]!, match[3]),
  },
  {
    marker: 'Failed to trigger checkpoint for job ',
    pattern: new RegExp(job, 'y'),
    event: (match) => ({ kind: 'triggerFailed', job: match[1]! }),
  },
  {
    marker: 'Restoring job ',
    pattern: new RegExp(String.raw`${job} from (.{1,60}?)(\d{1,19}) @ `, 'y'),
    event: (match) => ({
      kind: 'restored',
      job: match[1]!,
      checkpoint: Number(match[3]),
      savepoint: /savepoint/i.test(match[2]!),
    }),
  },
  {
    marker: 'CheckpointStatistics (for jobID=',
    pattern: new RegExp(String.raw`${job}, checkpointId=${id}\) dump = (?=\{)`, 'y'),
    event: (match, text) => {
      const statistics = readCheckpointStatistics(text.slice(match.index + match[0].length));
      if (statistics === undefined) return undefined;
      return { kind: 'statistics', job: match[1]!, checkpoint: Number(match[2]), ...statistics };
    },
  },
];

function report(kind: 'acknowledged' | 'late' | 'declined', match: RegExpExecArray): CoordinatorEvent {
  const location = match.groups?.['location'];
  return {
    kind,
    checkpoint: Number(match[1]),
    attemptId: match[2]!,
    job: match[3]!,
    ...(location === undefined ? {} : { location }),
  };
}

function failed(checkpoint: string, jobId: string, failure?: string): CoordinatorEvent {
  return {
    kind: 'failed',
    checkpoint: Number(checkpoint),
    job: jobId,
    ...(failure === undefined ? {} : { failure }),
  };
}

/**
 * Of `CheckpointType{name='Checkpoint', …}`, `SavepointType{name='Suspend Savepoint', postCheckpointAction=SUSPEND,
 * formatType=NATIVE}`, or before Flink 1.15 `CHECKPOINT`, `SAVEPOINT`, `SAVEPOINT_SUSPEND`. Whether a checkpoint became an
 * unaligned one is not known yet, so it gets no type.
 */
function typeFacts(text: string): Pick<CheckpointEvidence, 'kind' | 'type' | 'savepointFormat'> {
  if (!/savepoint/i.test(text)) return { kind: 'checkpoint' };
  const isSynchronous = /suspend|terminate|SYNC_SAVEPOINT/i.test(text);
  const format = /formatType=(CANONICAL|NATIVE)/.exec(text)?.[1];
  return {
    kind: 'savepoint',
    type: isSynchronous ? 'SYNC_SAVEPOINT' : 'SAVEPOINT',
    ...(format === undefined ? {} : { savepointFormat: format }),
  };
}
