import { heldBackMs } from '../src/analysis/jobFindings.js';
import { isUnaligned } from '../src/analysis/jobSource.js';
import { formatDuration } from '../src/analysis/quantities.js';
import { origins, phases, type Trace } from '../src/trace/model.js';
import type { Ms } from '../src/trace/units.js';
import { effectWords, phaseWords } from './phaseWords.js';
import type { TraceIndex } from './traceIndex.js';

/** A duration as finely as the trace knows it. */
export function durationWords({ trace }: { readonly trace: Trace }, duration: Ms): string {
  return formatDuration(duration, trace.source.resolution);
}

/** Whether a span is only what was left over: a late acknowledgement, or work before the barrier. */
export function isLeftOver({ spans }: Trace, span: number): boolean {
  return phases[spans.phase[span]!] === 'ack' && origins[spans.origin[span]!] === 'derived';
}

/** What people call a span, and what it does to processing. */
export function spanWords(
  { trace }: TraceIndex,
  span: number,
): { readonly name: string; readonly effect: string } {
  if (isLeftOver(trace, span)) return { name: 'not accounted for', effect: 'not known' };
  const { name, effect } = phaseWords[phases[trace.spans.phase[span]!]!];
  return {
    name,
    effect: effect === 'partly' && !heldBack(trace, span) ? 'holds nothing back' : effectWords[effect],
  };
}

/** Whether an alignment held back inputs: not where barriers may overtake records, nor at-least-once. */
export function heldBack(trace: Trace, span: number): boolean {
  const checkpoint = trace.spans.checkpoint[span]!;
  const mayOvertake = trace.source.kind === 'flink' || isUnaligned(trace.checkpoints[checkpoint]!);
  return !mayOvertake || heldBackMs(trace, { checkpoint, spans: { alignment: span } }) > 0;
}

/** Moments put together from whole ms are off by so much at most, and nobody needs to be told. */
const roundingSteps = 2;

/**
 * How sure a span's place is: `measured ± 1 ms`, `derived: may lie up to 159 ms later`. Lock hold and upload are laid as early as
 * the numbers allow, so that only what is left over after them can lie before them; unaligned ones may lie earlier too.
 */
export function originWords(index: TraceIndex, span: number): string {
  const { spans, source } = index.trace;
  const { resolution = 0 } = source;
  const uncertainty = spans.uncertainty[span]!;
  const word = origins[spans.origin[span]!]!;
  if (uncertainty <= 0) return word;
  const within = `${word} ± ${durationWords(index, uncertainty)}`;
  if (word === 'measured' || resolution === 0 || uncertainty <= roundingSteps * resolution) return within;
  if (isLeftOver(index.trace, span)) return 'derived: what is left over';
  const later = leftOverOf(index, span);
  if (uncertainty > later + roundingSteps * resolution) {
    return `derived: may lie up to ${durationWords(index, uncertainty)} earlier or later`;
  }
  return `derived: may lie up to ${durationWords(index, later)} later`;
}

/** What is left over at the end of the same subtask's part in the same checkpoint. */
function leftOverOf({ trace, end }: TraceIndex, span: number): Ms {
  const { spans } = trace;
  for (let i = span + 1; i < spans.length && isSameRow(spans, i, span); i += 1) {
    if (spans.checkpoint[i] === spans.checkpoint[span] && isLeftOver(trace, i)) {
      return end[i]! - spans.start[i]!;
    }
  }
  return 0;
}

function isSameRow({ operator, subtask }: Trace['spans'], one: number, other: number): boolean {
  return operator[one] === operator[other] && subtask[one] === subtask[other];
}

/** What an embedded engine does is a run; what a cluster does is a job. */
export function runWord({ source }: Trace): 'run' | 'job' {
  return source.kind === 'flink' ? 'job' : 'run';
}
