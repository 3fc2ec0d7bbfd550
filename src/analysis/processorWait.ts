import type { Trace } from '../trace/model.js';
import { loadOf } from './checkpointCosts.js';
import { stretchesBefore } from './throughput.js';

/** A subtask that waits for a processor for so much more of its time than before, of 1, is slowed by it. */
const tellingShare = 0.05;

/** How much of its time a subtask waited for a processor, as shares of 1. */
export interface ProcessorWait {
  readonly during: number;
  readonly before: number;
  /** Whether it is so much more than before that it slows the subtask. */
  readonly isTelling: boolean;
}

/** While a span of the subtask lasted, and before its checkpoint; undefined where that was not recorded. */
export function processorWaitBeside(trace: Trace, span: number): ProcessorWait | undefined {
  const { checkpoint, operator, subtask, start, end } = trace.spans;
  const row = { operator: operator[span]!, subtask: subtask[span]! };
  const during = loadOf(trace, row, { from: start[span]!, to: end[span]! })?.processorWait;
  // To find what was before takes a look at all spans.
  if (during === undefined) return undefined;
  const before = loadOf(trace, row, stretchesBefore(trace)[checkpoint[span]!]!)?.processorWait;
  if (before === undefined) return undefined;
  return { during, before, isTelling: during - before >= tellingShare };
}
