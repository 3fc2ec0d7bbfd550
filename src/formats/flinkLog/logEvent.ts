import type { Ms } from '../../trace/units.js';
import type { CheckpointEvidence, JobId, UnixMs, VertexId } from '../evidence/model.js';
import type { TaskLabel } from './taskLabel.js';

/** What one line of a JobManager or TaskManager says, as far as checkpoints go. */
export type LogEvent =
  | CoordinatorEvent
  | JobEvent
  | ExecutionEvent
  | TaskEvent
  | { readonly kind: 'version'; readonly version: string };

/** Of the checkpoint coordinator, about one checkpoint. */
export type CoordinatorEvent = { readonly job: JobId; readonly checkpoint: number } & (
  | {
      readonly kind: 'triggered';
      readonly trigger: UnixMs;
      readonly facts: Pick<CheckpointEvidence, 'kind' | 'type' | 'savepointFormat'>;
    }
  | { readonly kind: 'completed'; readonly bytes: number; readonly finalization?: Ms }
  | { readonly kind: 'failed'; readonly failure?: string }
  /** One subtask's report: in time, too late to count, or a refusal. */
  | {
      readonly kind: 'acknowledged' | 'late' | 'declined';
      readonly attemptId: string;
      readonly location?: string;
    }
  | { readonly kind: 'restored'; readonly savepoint: boolean }
  | {
      readonly kind: 'statistics';
      readonly facts: Partial<CheckpointEvidence>;
      readonly parallelism: ReadonlyMap<VertexId, number>;
    }
);

export type JobEvent = { readonly job: JobId } & (
  | { readonly kind: 'jobName'; readonly name: string }
  | { readonly kind: 'jobState'; readonly state: string; readonly failure?: string }
  | { readonly kind: 'triggerFailed' }
  /** Ties what other lines name instead of the job to it. */
  | { readonly kind: 'executionGraph' | 'slot'; readonly id: string }
);

/** Says which task an execution is. */
export interface ExecutionEvent {
  readonly kind: 'execution';
  readonly attemptId: string;
  /** For Flink before 1.16, whose execution ids do not tell. */
  readonly vertex?: VertexId;
  readonly label?: TaskLabel;
  /** Whether the label's begin is marked in the line, so that no other text can have come into it. */
  readonly isLabelSure?: boolean;
  readonly begins?: boolean;
  readonly ends?: boolean;
  readonly location?: string;
  readonly slot?: string;
}

export type TaskStep =
  | 'triggerReceived'
  | 'barrier'
  | 'started'
  | 'barrierSent'
  | 'syncEnd'
  | 'asyncStart'
  | 'asyncEnd'
  | 'asyncFailed';

/** One step of one subtask. Lines name it by its execution, by its label, or by both. */
export interface TaskEvent {
  readonly kind: 'task';
  readonly step: TaskStep;
  readonly attemptId?: string;
  readonly label?: TaskLabel;
  readonly isLabelSure?: boolean;
  /** Of the job, where the layout prints it beside the message. */
  readonly job?: JobId;
  /** The checkpoint's id; lines without one have its trigger. */
  readonly checkpoint?: number;
  readonly trigger?: UnixMs;
  /** The moment in the line itself, where it is finer than the line's time. */
  readonly at?: UnixMs;
  /** How long the step took: of `asyncStart` the wait for a thread. */
  readonly ms?: Ms;
  readonly alignment?: Ms;
  readonly unaligned?: boolean;
}
