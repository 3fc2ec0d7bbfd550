import type { Phase } from '../../trace/model.js';
import type { Ms } from '../../trace/units.js';
import type { CheckpointConfig, CheckpointEvidence, SubtaskEvidence, UnixMs } from '../evidence/model.js';
import { snapshotTrigger } from './alignmentMode.js';
import type { PhaseSpan } from './phaseSpan.js';

/** A moment put together from two numbers in whole ms may be off by so much. */
const roundingMs = 2;

/**
 * The phases of one subtask by what REST and the trace spans carry: the trigger and the acknowledgement on the
 * JobManager's clock, and four durations between them. The chain is laid forward from the trigger. What is left over
 * before the acknowledgement is work before the barrier, which no Flink number contains, or a late acknowledgement:
 * the numbers cannot tell, so all that is left over is drawn after the upload and is the uncertainty of what comes
 * before it. Lock hold and upload may lie later by that much, never earlier.
 *
 *     trigger ──start delay──▶ first barrier ──alignment──▶ │ sync │──async──▶│─ left over ─▶ acknowledgement
 */
export function phasesFromDurations(
  subtask: SubtaskEvidence,
  checkpoint: CheckpointEvidence & { readonly trigger: UnixMs },
  config: CheckpointConfig | undefined,
): readonly PhaseSpan[] {
  const { startDelay = 0, alignment = 0, sync, async, ack } = subtask;
  const { trigger } = checkpoint;
  const firstBarrier = trigger + startDelay;
  const aligned = firstBarrier + alignment;
  const spans = [derived('startDelay', trigger, firstBarrier, roundingMs)];
  if (alignment > 0) spans.push(derived('alignment', firstBarrier, aligned, roundingMs));
  if (sync === undefined) return spans;

  const when = snapshotTrigger(subtask, checkpoint, config);
  const earliest = when === 'atLastBarrier' ? aligned : firstBarrier;
  const syncStart =
    when === 'atFirstBarrier' ? unalignedStart(firstBarrier, aligned, trigger, config) : aligned;
  const syncEnd = syncStart + sync;
  const asyncEnd = syncEnd + (async ?? 0);
  // A negative rest says that two clocks differ, or that phases overlap in a way that the numbers do not show.
  const leftOver = (ack ?? asyncEnd) - asyncEnd;
  const uncertainty = roundingMs + Math.max(Math.abs(leftOver), syncStart - earliest);
  spans.push(derived('sync', syncStart, syncEnd, uncertainty));
  if (async === undefined) return spans;
  spans.push(derived('async', syncEnd, asyncEnd, uncertainty));
  if (ack !== undefined && leftOver >= 0) spans.push(derived('ack', asyncEnd, ack, uncertainty));
  return spans;
}

function derived(phase: Phase, start: UnixMs, end: UnixMs, uncertainty: Ms): PhaseSpan {
  return { phase, start, end, origin: 'derived', uncertainty };
}

/** An unaligned snapshot begins at the first barrier, or when the aligned-checkpoint timeout, counted from the trigger, is over. */
function unalignedStart(
  firstBarrier: UnixMs,
  lastBarrier: UnixMs,
  trigger: UnixMs,
  config: CheckpointConfig | undefined,
): UnixMs {
  const timedOut = trigger + (config?.alignedTimeout ?? 0);
  return Math.min(Math.max(firstBarrier, timedOut), lastBarrier);
}
