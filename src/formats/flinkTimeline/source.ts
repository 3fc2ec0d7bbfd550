import type { TraceSource } from '../../trace/model.js';
import type { MergedJob } from '../evidence/merge.js';

/** Flink's states of a job in the words that a trace has for a run; those that are passed through on the way count as running. */
const states = new Map([
  ['FINISHED', 'finished'],
  ['CANCELED', 'cancelled'],
  ['FAILED', 'failed'],
]);

/** What a trace says of where it comes from. */
export function sourceOf(job: MergedJob): TraceSource {
  const { jobId, name, state, failure, flinkVersion, config, restores = [], failedTriggers } = job;
  const runState = state === undefined ? undefined : (states.get(state) ?? 'running');
  return {
    kind: 'flink',
    job: name ?? jobId,
    ...(runState === undefined ? {} : { state: runState }),
    ...(failure === undefined ? {} : { failure }),
    jobId,
    ...(state === undefined ? {} : { jobState: state }),
    ...(flinkVersion === undefined ? {} : { flinkVersion }),
    from: job.origins,
    ...(config === undefined ? {} : { checkpointing: config }),
    ...(restores.length === 0 ? {} : { restores }),
    ...(failedTriggers === undefined ? {} : { failedTriggers }),
  };
}
