import type { CheckpointEvidence, SubtaskEvidence, SubtaskMoments, UnixMs } from '../evidence/model.js';
import type { Phase } from '../../trace/model.js';
import type { Ms } from '../../trace/units.js';
import type { PhaseSpan } from './phaseSpan.js';

/** Log lines carry whole ms. */
const resolutionMs = 1;

type AddSpan = (phase: Phase, start: UnixMs, end: UnixMs, uncertainty?: Ms) => void;

/** Whether the log lines of a subtask place its snapshot in time; without, its durations have to. */
export function placesSnapshot({ moments }: SubtaskEvidence): boolean {
  return moments?.syncEnd !== undefined;
}

/**
 * The phases of one subtask by its log lines. A line is written somewhat before or after what it tells of; where a
 * duration of the same thing is known, the difference is the uncertainty.
 *
 *     trigger ──▶ first barrier ──▶ last barrier ──preBarrier──▶ │ sync │ "finished synchronous part" ──▶ "finished asynchronous part" ──▶ ack
 */
export function phasesFromMoments(
  subtask: SubtaskEvidence & { readonly moments: SubtaskMoments },
  { trigger }: CheckpointEvidence & { readonly trigger: UnixMs },
): readonly PhaseSpan[] {
  const { moments, startDelay, unaligned } = subtask;
  const reported = startDelay === undefined ? undefined : trigger + startDelay;
  // A source has no barrier to wait for: its start delay ends when the task thread takes up the trigger.
  const firstBarrier = moments.firstBarrier ?? reported ?? moments.started;
  const spans: PhaseSpan[] = [];
  const add: AddSpan = (phase, start, end, uncertainty = resolutionMs) => {
    if (end >= start) spans.push({ phase, start, end, origin: 'measured', uncertainty });
  };
  if (firstBarrier !== undefined) {
    add('startDelay', trigger, firstBarrier, apart(firstBarrier, reported));
    const lastBarrier = alignmentEnd(firstBarrier, subtask);
    if (lastBarrier > firstBarrier) add('alignment', firstBarrier, lastBarrier);
  }
  const { syncEnd } = moments;
  if (syncEnd === undefined) return spans;
  const syncMs = subtask.sync ?? moments.syncMs;
  const syncStart = syncMs === undefined ? (moments.barrierSent ?? syncEnd) : syncEnd - syncMs;
  const waited =
    unaligned === true ? moments.started : (moments.lastBarrier ?? firstBarrier ?? moments.started);
  // Two moments that are known to 1 ms each may lie 2 ms apart and be one.
  if (waited !== undefined && syncStart - waited > 2 * resolutionMs) add('preBarrier', waited, syncStart);
  add('sync', syncStart, syncEnd, syncMs === undefined ? apart(syncEnd, moments.barrierSent) : resolutionMs);
  addUpload(add, subtask, syncEnd);
  return spans;
}

/** The last barrier: by its line, else by the alignment that was reported with it. */
function alignmentEnd(firstBarrier: UnixMs, { moments, alignment }: SubtaskEvidence): UnixMs {
  return moments?.lastBarrier ?? firstBarrier + (alignment ?? moments?.alignmentMs ?? 0);
}

/**
 * Flink writes "finished asynchronous part" after it has sent the acknowledgement, and each line a little after what it
 * tells of. So the upload ended at the latest with that line, or its duration after it was handed to the upload thread
 * (when that thread took it up, less its wait); and at the earliest its duration after the line on the sync part.
 */
function addUpload(add: AddSpan, { moments = {}, async, ack }: SubtaskEvidence, syncEnd: UnixMs): void {
  const { asyncStart, queueMs = 0 } = moments;
  const asyncMs = async ?? moments.asyncMs;
  const counted =
    asyncStart === undefined || asyncMs === undefined ? undefined : asyncStart - queueMs + asyncMs;
  const logged = moments.asyncEnd ?? moments.asyncFailed;
  if (logged === undefined && counted === undefined) return;
  const asyncEnd = Math.min(logged ?? Infinity, counted ?? Infinity);
  const uncertainty = asyncMs === undefined ? resolutionMs : apart(asyncEnd, syncEnd + asyncMs);
  add('async', syncEnd, asyncEnd, uncertainty);
  const acknowledged = ack ?? moments.acknowledged;
  if (acknowledged !== undefined) add('ack', asyncEnd, acknowledged, uncertainty);
}

function apart(one: UnixMs, other: UnixMs | undefined): Ms {
  return Math.max(resolutionMs, other === undefined ? 0 : Math.abs(one - other));
}
