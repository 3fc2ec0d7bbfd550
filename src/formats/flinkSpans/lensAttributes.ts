/**
 * What a trace of ours says beyond the attributes of Flink's spans, in attributes of our own. Moments are Unix
 * milliseconds with their fraction, as text: no number of OTLP has room for both.
 */
export const lensAttribute = {
  firstBarrier: 'checkpoint_lens.first_barrier',
  lastBarrier: 'checkpoint_lens.last_barrier',
  started: 'checkpoint_lens.started',
  barrierSent: 'checkpoint_lens.barrier_sent',
  syncEnd: 'checkpoint_lens.sync_end',
  asyncEnd: 'checkpoint_lens.async_end',
  preBarrier: 'checkpoint_lens.pre_barrier_ms',
  /** How far the borders of a subtask's phases may be off, ms. */
  uncertainty: 'checkpoint_lens.uncertainty_ms',
  /** `true`: the snapshot was taken before all barriers had come. */
  unaligned: 'checkpoint_lens.unaligned',
  /** `false`: the span's end is no acknowledgement, because there was none. */
  hasAcknowledgement: 'checkpoint_lens.has_acknowledgement',
  /** One of the words of `outcomes`. */
  outcome: 'checkpoint_lens.outcome',
  /** When the checkpoint was completed or failed. */
  end: 'checkpoint_lens.end',
  failure: 'checkpoint_lens.failure',
  /** Of a task: the operator's name and its parallelism. */
  name: 'checkpoint_lens.name',
  parallelism: 'checkpoint_lens.parallelism',
} as const;

/** Those that are fields of a subtask's moments. Only what was measured is written as one. */
export const lensMoments = [
  'firstBarrier',
  'lastBarrier',
  'started',
  'barrierSent',
  'syncEnd',
  'asyncEnd',
] as const;
