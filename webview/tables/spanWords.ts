import * as l10n from '@vscode/l10n';
import { heldBackMs } from '../../src/analysis/verdict/jobFindings.js';
import { isFlink, isUnaligned } from '../../src/analysis/jobSource.js';
import { formatDuration } from '../../src/analysis/quantities.js';
import { origins, phases, type Origin, type Trace } from '../../src/trace/model.js';
import type { Ms } from '../../src/trace/units.js';
import { effectOf, effectWords, phaseName } from '../phaseWords.js';
import type { TraceIndex } from '../rows/traceIndex.js';

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
  if (isLeftOver(trace, span)) return { name: l10n.t('not accounted for'), effect: l10n.t('not known') };
  const phase = phases[trace.spans.phase[span]!]!;
  const effect = effectOf[phase];
  const holdsNothing = effect === 'partly' && !heldBack(trace, span);
  return {
    name: phaseName(phase),
    effect: holdsNothing ? l10n.t('holds nothing back') : effectWords(effect),
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
  const origin = origins[spans.origin[span]!]!;
  if (uncertainty <= 0) return originName(origin);
  const within = `${originName(origin)} ± ${durationWords(index, uncertainty)}`;
  if (origin === 'measured' || resolution === 0 || uncertainty <= roundingSteps * resolution) return within;
  if (isLeftOver(index.trace, span)) return l10n.t('derived: what is left over');
  const later = leftOverOf(index, span);
  if (uncertainty > later + roundingSteps * resolution) {
    return l10n.t('derived: may lie up to {0} earlier or later', durationWords(index, uncertainty));
  }
  return l10n.t('derived: may lie up to {0} later', durationWords(index, later));
}

function originName(origin: Origin): string {
  return origin === 'measured' ? l10n.t('measured') : l10n.t('derived');
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
export function entireWords(trace: Trace): string {
  return isFlink(trace) ? l10n.t('Entire job') : l10n.t('Entire run');
}
