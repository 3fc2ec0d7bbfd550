/**
 * What a trace of ours says beyond the attributes of Flink's spans, in attributes of our own. Moments are Unix
 * milliseconds with their fraction, as text: a number of OTLP has no room for the fraction.
 */
export const lensAttribute = {
  firstBarrier: 'checkpoint_lens.first_barrier',
  lastBarrier: 'checkpoint_lens.last_barrier',
  started: 'checkpoint_lens.started',
  barrierSent: 'checkpoint_lens.barrier_sent',
  syncEnd: 'checkpoint_lens.sync_end',
  syncMs: 'checkpoint_lens.sync_ms',
  asyncStart: 'checkpoint_lens.async_start',
  asyncEnd: 'checkpoint_lens.async_end',
  asyncMs: 'checkpoint_lens.async_ms',
  acknowledged: 'checkpoint_lens.acknowledged',
  /** One of the words of `outcomes`. */
  outcome: 'checkpoint_lens.outcome',
  /** When the checkpoint was completed or failed. */
  end: 'checkpoint_lens.end',
  failure: 'checkpoint_lens.failure',
  /** Of a task: the operator's name and its parallelism. */
  name: 'checkpoint_lens.name',
  parallelism: 'checkpoint_lens.parallelism',
  /** How far the borders of a subtask's phases may be off, ms. */
  uncertainty: 'checkpoint_lens.uncertainty_ms',
} as const;

/** Those that are fields of a subtask's moments. */
export const lensMoments = [
  'firstBarrier',
  'lastBarrier',
  'started',
  'barrierSent',
  'syncEnd',
  'syncMs',
  'asyncStart',
  'asyncEnd',
  'asyncMs',
  'acknowledged',
] as const;
