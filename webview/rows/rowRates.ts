import { formatRates, formatShare } from '../../src/analysis/quantities.js';
import { countedIn } from '../../src/analysis/counters.js';
import { tellingRate } from '../../src/analysis/throughput.js';
import { phases, type Counter, type Phase } from '../../src/trace/model.js';
import type { CheckpointIndex, Ms } from '../../src/trace/units.js';
import type { Row, TraceIndex } from './traceIndex.js';

/** Up to this long before a trigger a subtask's usual speed is read. */
const beforeMs = 1000;

/** Records per second of one subtask around one checkpoint; absent where the counters cannot tell. */
export interface RowRates {
  readonly before?: number | undefined;
  /**
   * While the subtask held its lock, or else while the job's longest hold lasted, if that took at least two buckets; else while
   * the subtask uploaded, or else while the checkpoint went on.
   */
  readonly during?: number | undefined;
}

export function rowRates(index: TraceIndex, row: Row, checkpoint: CheckpointIndex): RowRates {
  const counter = row.records;
  if (!counter) return {};
  const { trigger } = index.trace.checkpoints[checkpoint]!;
  const previous = checkpoint > 0 ? index.checkpoints[checkpoint - 1]!.end : index.start;
  const hold = spanOf(index, row, checkpoint, 'sync');
  const upload = spanOf(index, row, checkpoint, 'async');
  const whole = { start: trigger, end: index.checkpoints[checkpoint]!.end };
  const { longestHold } = index.checkpoints[checkpoint]!;
  const during = [hold, longestHold, upload, whole].find(
    (stretch) => stretch && stretch.end - stretch.start >= 2 * counter.step,
  );
  return {
    before: ratePerSecond(counter, Math.max(Math.min(previous, trigger), trigger - beforeMs), trigger),
    during:
      during && ratePerSecond(counter, during.start, during.end, during === hold || during === longestHold),
  };
}

/** The first span of a phase that a row has in a checkpoint. */
export function spanOf(
  index: TraceIndex,
  row: Row,
  checkpoint: CheckpointIndex,
  phase: Phase,
): { readonly span: number; readonly start: Ms; readonly end: Ms } | undefined {
  const { spans } = index.trace;
  const wanted = phases.indexOf(phase);
  for (let span = row.first; span < row.last; span += 1) {
    if (spans.phase[span] === wanted && spans.checkpoint[span] === checkpoint) {
      return { span, start: spans.start[span]!, end: index.end[span]! };
    }
  }
  return undefined;
}

/** @param whole count only buckets that lie wholly inside, as those at the borders saw other times too */
export function ratePerSecond(counter: Counter, from: Ms, to: Ms, whole = false): number | undefined {
  const { start, step } = counter;
  const stretch = whole
    ? {
        from: start + Math.ceil((from - start) / step) * step,
        to: start + Math.floor((to - start) / step) * step,
      }
    : { from, to };
  const { sum, ms } = countedIn(counter, stretch);
  return ms >= step * 0.999 ? (sum / ms) * 1000 : undefined;
}

/** `68 %`; empty where the rate before is unknown or too low to compare with. */
export function shareWords(during: number, before: number | undefined): string {
  return before !== undefined && before >= tellingRate ? formatShare(during / before) : '';
}

/** `0.56 → 0.38`, `M records/s` or where there is little room `M/s`, and `68 %`, in parts because narrow columns show less. */
export interface RateWords {
  readonly rates: string;
  readonly unit: string;
  readonly shortUnit: string;
  readonly share: string;
}

export function rateWords({ before, during }: RowRates): RateWords {
  const known = before ?? during;
  if (known === undefined) return { rates: '', unit: '', shortUnit: '', share: '' };
  const { one: part, other: number, unit, shortUnit } = formatRates(during ?? known, known);
  const share = during === undefined ? '' : shareWords(during, before);
  const both = before !== undefined && during !== undefined;
  return { rates: both ? `${number} → ${part}` : number, unit, shortUnit, share };
}
