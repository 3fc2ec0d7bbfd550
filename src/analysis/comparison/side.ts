import type { Checkpoint, Trace } from '../../trace/model.js';
import type { CheckpointIndex } from '../../trace/units.js';

/** One of the two that are compared: a trace, and which of its checkpoints. */
export interface Side {
  readonly trace: Trace;
  readonly checkpoints: readonly CheckpointIndex[];
  /** Whether its first checkpoint is left out because it comes while code is loaded and compiled. */
  readonly withoutFirst: boolean;
}

/** @param chosen numbers of the checkpoints to compare; absent: the one that was asked for, or the whole run */
export function comparedSide(trace: Trace, checkpoint?: number, chosen?: readonly number[]): Side {
  if (chosen) return severalCheckpoints(trace, chosen);
  return checkpoint === undefined ? wholeRun(trace) : singleCheckpoint(trace, checkpoint);
}

/**
 * A whole run: its completed checkpoints, which savepoints are none of. The first of a run, #1, is left out where there are others:
 * classes are loaded and code is compiled while it is taken, so that it is an outlier of every run.
 */
export function wholeRun(trace: Trace): Side {
  const completed = indicesOf(trace, ({ status, kind }) => status === 'completed' && kind === 'checkpoint');
  const later = completed.filter((index) => trace.checkpoints[index]!.id !== 1);
  const withoutFirst = later.length > 0 && later.length < completed.length;
  return { trace, checkpoints: withoutFirst ? later : completed, withoutFirst };
}

/** One checkpoint, whatever became of it; none where the trace has none of this number. */
export function singleCheckpoint(trace: Trace, id: number): Side {
  return { trace, checkpoints: indicesOf(trace, (checkpoint) => checkpoint.id === id), withoutFirst: false };
}

/** Those of some checkpoints that were completed: who chose them means savepoints and the first one too. */
export function severalCheckpoints(trace: Trace, ids: readonly number[]): Side {
  const wanted = new Set(ids);
  const checkpoints = indicesOf(trace, ({ id, status }) => status === 'completed' && wanted.has(id));
  return { trace, checkpoints, withoutFirst: false };
}

function indicesOf(
  { checkpoints }: Trace,
  isWanted: (checkpoint: Checkpoint) => boolean,
): readonly CheckpointIndex[] {
  return checkpoints.flatMap((checkpoint, index) => (isWanted(checkpoint) ? [index] : []));
}
