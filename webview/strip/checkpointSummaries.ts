import { phases, type Trace } from '../../src/trace/model.js';
import type { Ms } from '../../src/trace/units.js';

/** What the checkpoint strip and the coordinator's row show of one checkpoint. */
export interface CheckpointSummary {
  /** When its last known part ended, also where that was after the checkpoint had failed. */
  readonly end: Ms;
  /** From the trigger until it was completed or failed, or until now. */
  readonly took: Ms;
  /** Longest time that one subtask processed nothing. */
  readonly blocked: Ms;
  /** The longest lock hold of all subtasks. */
  readonly longestHold?: { readonly start: Ms; readonly end: Ms };
  /** Longest time that one subtask held back some inputs. */
  readonly aligned: Ms;
  /** When the last subtask's part was over; absent where no span is known. */
  readonly lastAck?: Ms;
}

/** Where the spans of a row are in the columns. */
interface Stretch {
  readonly first: number;
  readonly last: number;
}

const sync = phases.indexOf('sync');
const preBarrier = phases.indexOf('preBarrier');
const alignment = phases.indexOf('alignment');

/** One entry a checkpoint, in one pass over the spans. `end` has their ends, those that are not known yet as `now`. */
export function checkpointSummaries(
  trace: Trace,
  rows: readonly Stretch[],
  end: Float64Array,
  now: Ms,
): CheckpointSummary[] {
  const { blocked, aligned, lastAck, longestHold } = sumUp(trace, rows, end);
  const { start } = trace.spans;
  return trace.checkpoints.map((checkpoint, c) => {
    const { trigger, status } = checkpoint;
    const last = Math.max(checkpoint.end ?? (status === 'inProgress' ? now : trigger), lastAck[c]!);
    const hold = longestHold[c]!;
    return {
      end: last,
      took: (checkpoint.end ?? last) - trigger,
      blocked: blocked[c]!,
      aligned: aligned[c]!,
      ...(hold >= 0 && { longestHold: { start: start[hold]!, end: end[hold]! } }),
      ...(Number.isFinite(lastAck[c]) && { lastAck: lastAck[c]! }),
    };
  });
}

interface Sums {
  readonly blocked: Float64Array;
  readonly aligned: Float64Array;
  readonly lastAck: Float64Array;
  /** Positions in the columns; -1 for none. */
  readonly longestHold: Int32Array;
}

function sumUp({ spans, checkpoints }: Trace, rows: readonly Stretch[], end: Float64Array): Sums {
  const count = checkpoints.length;
  const { start, phase: phaseAt, checkpoint } = spans;
  const [blocked, aligned] = [new Float64Array(count), new Float64Array(count)];
  const lastAck = new Float64Array(count).fill(-Infinity);
  const longestHold = new Int32Array(count).fill(-1);
  const holdMs = new Float64Array(count).fill(-Infinity);
  // The sums of one row, and of which row each is: rows times checkpoints would be too many to clear.
  const [blockedInRow, alignedInRow] = [new Float64Array(count), new Float64Array(count)];
  const rowOf = new Int32Array(count).fill(-1);
  for (let n = 0; n < rows.length; n += 1) {
    const { first, last } = rows[n]!;
    for (let i = first; i < last; i += 1) {
      const c = checkpoint[i]!;
      if (rowOf[c] !== n) {
        rowOf[c] = n;
        blockedInRow[c] = alignedInRow[c] = 0;
      }
      const phase = phaseAt[i]!;
      const ended = end[i]!;
      const length = ended - start[i]!;
      if (ended > lastAck[c]!) lastAck[c] = ended;
      if (phase === sync || phase === preBarrier) {
        const sum = (blockedInRow[c]! += length);
        if (sum > blocked[c]!) blocked[c] = sum;
        if (phase === sync && length > holdMs[c]!) {
          holdMs[c] = length;
          longestHold[c] = i;
        }
      } else if (phase === alignment) {
        const sum = (alignedInRow[c]! += length);
        if (sum > aligned[c]!) aligned[c] = sum;
      }
    }
  }
  return { blocked, aligned, lastAck, longestHold };
}
