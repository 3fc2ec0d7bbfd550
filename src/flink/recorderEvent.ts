import type { CheckpointSummary, FlinkJob } from './clusterAnswers.js';

/** What a recorder sees happen, for progress and for lines in the recording. */
export type RecorderEvent =
  | { readonly kind: 'jobFound'; readonly job: FlinkJob }
  | { readonly kind: 'jobEnded'; readonly job: FlinkJob }
  /** The cluster no longer knows the job, though it had not ended. */
  | { readonly kind: 'jobLost'; readonly job: FlinkJob }
  | { readonly kind: 'checkpointEnded'; readonly job: FlinkJob; readonly checkpoint: CheckpointSummary }
  /** The answer of `/jobs/:id/exceptions` after each change of the job: the newest is why it failed last. */
  | { readonly kind: 'exceptions'; readonly job: FlinkJob; readonly body: unknown }
  /** Left Flink's history before they were seen, or before their subtasks were: ids, both included. */
  | { readonly kind: 'missed'; readonly job: FlinkJob; readonly from: number; readonly to: number }
  /** One path fails again and again while the cluster answers others. */
  | { readonly kind: 'unanswered'; readonly path: string; readonly reason: string }
  /** Nothing is asked any more about these paths; about a job's, nor about all below. */
  | { readonly kind: 'forgotten'; readonly paths: readonly string[] }
  | { readonly kind: 'outage'; readonly reason: string }
  | { readonly kind: 'resumed'; readonly afterMs: number };
