import type { SubtaskEvidence } from '../evidence/model.js';
import { reportsOnlyZeros } from '../evidence/zeroReport.js';

/**
 * Gives the outcome `finished` to the subtasks of a completed checkpoint that had ended their work before it was
 * triggered. Flink's coordinator enters the reports of all of these itself, with zeros and at one moment, before it triggers
 * the others; a subtask that was so quick that all its durations round to 0 reports after that moment. Where nothing but
 * zeros was reported, none had finished: a job of which all has finished takes no checkpoints.
 */
export function markFinished(subtasks: readonly SubtaskEvidence[]): readonly SubtaskEvidence[] {
  if (subtasks.every(reportsOnlyZeros)) return subtasks;
  let first = Infinity;
  for (const { ack } of subtasks) first = Math.min(first, ack ?? Infinity);
  return subtasks.map((subtask) =>
    subtask.outcome === 'acknowledged' && subtask.ack === first && reportsOnlyZeros(subtask)
      ? { ...subtask, outcome: 'finished' }
      : subtask,
  );
}
