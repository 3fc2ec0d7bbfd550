import type { SubtaskOutcome, Trace } from '../trace/model.js';
import type { CheckpointIndex } from '../trace/units.js';
import { otlpRequest } from './flinkSpans/otlpRequest.js';
import { SubtaskPart } from './flinkSpans/subtaskPart.js';
import { TreeWriter } from './flinkSpans/treeWriter.js';

/**
 * The trace as OTLP JSON, one export request a line, one line a checkpoint, to be written one after the other: what
 * Flink's trace reporter sends with a span for each subtask, so that any OpenTelemetry backend shows it. Times are exact to
 * the nanosecond. What Flink's attributes have no place for stands in attributes of our own: see `lensAttributes.ts`.
 * Counters, batches and what a watcher saw are left out.
 */
export function* writeOtlpJson(trace: Trace): Generator<string, void, undefined> {
  const spansOf = spansByCheckpoint(trace);
  const outcomesOf = outcomesByCheckpoint(trace);
  for (const [index, checkpoint] of trace.checkpoints.entries()) {
    const parts = subtaskParts(trace, spansOf[index]!, outcomesOf.get(index) ?? []);
    const spans = new TreeWriter(trace, checkpoint).spans(parts);
    yield `${JSON.stringify(otlpRequest(trace, spans))}\n`;
  }
}

/** The indices of the spans of each checkpoint, in their order. */
function spansByCheckpoint({ spans, checkpoints }: Trace): readonly Int32Array[] {
  const counts = new Int32Array(checkpoints.length);
  for (const checkpoint of spans.checkpoint) counts[checkpoint]! += 1;
  const lists = Array.from(counts, (count) => new Int32Array(count));
  for (let index = spans.length - 1; index >= 0; index--) {
    const checkpoint = spans.checkpoint[index]!;
    counts[checkpoint]! -= 1;
    lists[checkpoint]![counts[checkpoint]!] = index;
  }
  return lists;
}

function outcomesByCheckpoint({ outcomes }: Trace): ReadonlyMap<CheckpointIndex, readonly SubtaskOutcome[]> {
  const byCheckpoint = new Map<CheckpointIndex, SubtaskOutcome[]>();
  for (const outcome of outcomes) {
    const list = byCheckpoint.get(outcome.checkpoint);
    if (list === undefined) byCheckpoint.set(outcome.checkpoint, [outcome]);
    else list.push(outcome);
  }
  return byCheckpoint;
}

/** What the trace says of each subtask in one checkpoint, in the order of operators and subtasks. */
function subtaskParts(
  { spans }: Trace,
  indices: Int32Array,
  outcomes: readonly SubtaskOutcome[],
): readonly SubtaskPart[] {
  const byKey = new Map<string, SubtaskPart>();
  const partOf = (operator: number, subtask: number): SubtaskPart => {
    const key = `${operator}/${subtask}`;
    let part = byKey.get(key);
    if (part === undefined) {
      part = new SubtaskPart(operator, subtask);
      byKey.set(key, part);
    }
    return part;
  };
  for (const index of indices) partOf(spans.operator[index]!, spans.subtask[index]!).add(spans, index);
  for (const { operator, subtask, outcome } of outcomes) partOf(operator, subtask).outcome = outcome;
  return [...byKey.values()].sort((a, b) => a.operator - b.operator || a.subtask - b.subtask);
}
