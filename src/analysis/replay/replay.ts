import type { Checkpoint, Restart, Trace } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';
import type { CheckpointIndex, Ms } from '../../trace/units.js';
import { edgesOf } from '../path/edges.js';
import { barrierFlows, type BarrierFlow } from './barrierFlow.js';
import { coursesOf, type Course } from './course.js';

/** All that is known of one checkpoint's course, put together so that any moment of it can be asked for. */
export interface Replay {
  readonly trace: Trace;
  readonly checkpoint: CheckpointIndex;
  readonly of: Checkpoint;
  readonly courses: readonly Course[];
  /** The same by operator. */
  readonly byOperator: readonly (readonly Course[])[];
  readonly flows: readonly BarrierFlow[];
  /** Restarts of the job while it went on. */
  readonly restarts: readonly Restart[];
  /** The last moment that anything is known of; not before the trigger. */
  readonly end: Ms;
}

/** @param now up to when the trace tells anything; what has not ended is told until then */
export function replayOf(trace: Trace, checkpoint: CheckpointIndex, now: Ms): Replay {
  const of = trace.checkpoints[checkpoint]!;
  const courses = coursesOf(trace, checkpoint, now);
  const offsets: number[] = [];
  let count = 0;
  for (const { parallelism } of trace.operators) {
    offsets.push(count);
    count += parallelism;
  }
  const courseOf = ({ operator, subtask }: Row): Course => courses[offsets[operator]! + subtask]!;
  const ended = of.status === 'inProgress' ? now : (of.end ?? of.trigger);
  let end = Math.max(ended, of.trigger);
  for (const { stretches } of courses) for (const stretch of stretches) end = Math.max(end, stretch.end);
  return {
    trace,
    checkpoint,
    of,
    courses,
    byOperator: trace.operators.map(({ parallelism }, n) =>
      courses.slice(offsets[n], offsets[n]! + parallelism),
    ),
    flows: barrierFlows(trace, checkpoint, edgesOf(trace), courseOf),
    restarts: trace.restarts.filter(({ failed }) => failed >= of.trigger && failed <= end),
    end,
  };
}
