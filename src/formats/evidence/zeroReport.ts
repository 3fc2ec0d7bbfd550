import type { SubtaskEvidence } from './model.js';

/**
 * Whether every duration and size of a report is 0, as in those that Flink's coordinator enters itself for subtasks that had
 * finished, and in those of subtasks that were so quick that all their durations round to 0.
 */
export function reportsOnlyZeros(report: SubtaskEvidence): boolean {
  const { startDelay, alignment, sync, async, fullBytes, processedBytes, persistedBytes } = report;
  return [startDelay, alignment, sync, async, fullBytes, processedBytes, persistedBytes].every(
    (value) => value === 0,
  );
}
