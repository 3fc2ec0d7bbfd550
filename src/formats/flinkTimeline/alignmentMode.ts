import type { CheckpointConfig, CheckpointEvidence, SubtaskEvidence } from '../evidence/model.js';

/**
 * When the snapshot was taken: `atLastBarrier` (aligned), `atFirstBarrier` (unaligned), or `unknown` where the
 * numbers allow both.
 */
export type SnapshotTrigger = 'atLastBarrier' | 'atFirstBarrier' | 'unknown';

/** Flink cuts each of four durations to whole ms, so that their sum may be off by so much. */
const truncationMs = 4;

/**
 * Flink sets the flag only where in-flight data was persisted, so that an unaligned snapshot without any says `false`:
 * then the configuration, or durations that overlap, have to tell.
 */
export function snapshotTrigger(
  subtask: SubtaskEvidence,
  checkpoint: CheckpointEvidence,
  config: CheckpointConfig | undefined,
): SnapshotTrigger {
  const alignment = subtask.alignment ?? 0;
  if (subtask.unaligned === true) return 'atFirstBarrier';
  if (alignment === 0 || checkpoint.kind === 'savepoint') return 'atLastBarrier';
  if (config?.mode === 'at_least_once' || config?.unaligned === false) return 'atLastBarrier';
  if (overlaps(subtask, checkpoint)) return 'atFirstBarrier';
  return config?.unaligned === true ? 'unknown' : 'atLastBarrier';
}

function overlaps(
  { startDelay = 0, alignment = 0, sync = 0, async = 0, ack }: SubtaskEvidence,
  { trigger }: CheckpointEvidence,
): boolean {
  if (ack === undefined || trigger === undefined) return false;
  return startDelay + alignment + sync + async > ack - trigger + truncationMs;
}
