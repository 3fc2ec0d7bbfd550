import type { CheckpointConfig, CheckpointEvidence, SubtaskEvidence, UnixMs } from '../evidence/model.js';
import { phasesFromDurations } from './fromDurations.js';
import { phasesFromMoments, placesSnapshot } from './fromMoments.js';
import type { PhaseSpan } from './phaseSpan.js';

/**
 * The phases of one subtask in one checkpoint: by its log lines where they place the snapshot, else by its durations.
 * Empty where it reported nothing: it is pending, declined, or had finished before the trigger.
 */
export function subtaskPhases(
  subtask: SubtaskEvidence,
  checkpoint: CheckpointEvidence & { readonly trigger: UnixMs },
  config: CheckpointConfig | undefined,
): readonly PhaseSpan[] {
  const { moments, outcome } = subtask;
  if (outcome === 'finished') return [];
  if (moments !== undefined && (placesSnapshot(subtask) || subtask.sync === undefined)) {
    return phasesFromMoments({ ...subtask, moments }, checkpoint);
  }
  return hasReported(subtask) ? phasesFromDurations(subtask, checkpoint, config) : [];
}

/** Of one that was aborted before it began all numbers are unset, which reads as a start delay and an alignment of 0. */
function hasReported({ startDelay, alignment, sync, async }: SubtaskEvidence): boolean {
  if (sync !== undefined || async !== undefined) return true;
  return (startDelay ?? 0) > 0 || (alignment ?? 0) > 0;
}
