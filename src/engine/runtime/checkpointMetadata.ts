import type { Acknowledgement } from '../checkpoint/coordinator.js';
import { version, type CheckpointMetadata } from '../checkpoint/metadata.js';
import type { Graph } from '../pipeline/graph.js';
import type { Plan } from './plan.js';

/** A checkpoint that all subtasks have acknowledged. */
export interface AcknowledgedCheckpoint {
  readonly checkpoint: number;
  /** When it was triggered, Unix time in ms. */
  readonly triggered: number;
  /** By the indices of the subtasks in the plan. */
  readonly acknowledgements: ReadonlyMap<number, Acknowledgement>;
}

/** What its `_metadata` says. */
export function checkpointMetadata(
  { job, operators }: Graph,
  { subtasks }: Plan,
  { checkpoint, triggered, acknowledgements }: AcknowledgedCheckpoint,
): CheckpointMetadata {
  return {
    format: 'checkpoint-lens-checkpoint',
    version,
    job,
    checkpoint,
    triggered,
    operators: operators.map(({ id, name }, position) => ({
      id,
      name,
      subtasks: subtasks
        .filter(({ operator }) => operator === position)
        .map(({ index }) => acknowledgements.get(index)!),
    })),
  };
}
