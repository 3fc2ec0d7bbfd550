/** What goes on in a run on a cluster before its first checkpoint is there, in this order. */
export type RunStage = 'translating' | 'session' | 'submitting' | 'starting';

/** Whether something is wrong, or only as it was asked for. */
export type NoticeSeverity = 'warning' | 'info';

/** How a job on a cluster is to end: stopped with a savepoint, cancelled, or left running there. */
export type JobEnding = 'savepoint' | 'cancel' | 'leave';

/**
 * What a run, most of all one on a cluster, tells the process that started it, over the channel between them and beside the lines for people. Texts are
 * of one line.
 */
export type RunReport =
  | { readonly type: 'stage'; readonly stage: RunStage }
  /** The job is submitted; `cluster` is the REST API of its JobManager. */
  | { readonly type: 'job'; readonly job: string; readonly cluster: string }
  /** In which settings the job is not as asked. */
  | { readonly type: 'overridden'; readonly settings: readonly string[] }
  /** The job has failed and is started again; with the place in the definition where that is known. */
  | { readonly type: 'restarts'; readonly reason: string }
  /** A wish of how to end it did not come true; the job goes on. */
  | { readonly type: 'goesOn'; readonly reason: string }
  | { readonly type: 'savepoint'; readonly location: string }
  /** Of the embedded engine: what a person should know while the run goes on. */
  | { readonly type: 'notice'; readonly severity: NoticeSeverity; readonly text: string }
  /** The job has ended, by itself or as it was wished. */
  | { readonly type: 'over' };

/** What it is told. */
export interface StopMessage {
  readonly type: 'stop';
  readonly ending?: JobEnding;
}
