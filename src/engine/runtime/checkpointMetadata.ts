import type { Checkpoint } from '../../trace/model.js';
import type { Acknowledgement } from '../checkpoint/coordinator.js';
import { version, type CheckpointMetadata } from '../checkpoint/metadata.js';
import type { Graph } from '../pipeline/graph.js';
import type { Plan } from './plan.js';

/** A checkpoint that all subtasks have acknowledged. */
export interface AcknowledgedCheckpoint {
  readonly checkpoint: number;
  readonly kind: Checkpoint['kind'];
  /** When it was triggered, Unix time in ms. */
  readonly triggered: number;
  /** By the indices of the subtasks in the plan. */
  readonly acknowledgements: ReadonlyMap<number, Acknowledgement>;
}

/** What its `_metadata` says. */
export function checkpointMetadata(
  { job, operators }: Graph,
  { subtasks }: Plan,
  { checkpoint, kind, triggered, acknowledgements }: AcknowledgedCheckpoint,
): CheckpointMetadata {
  return {
    format: 'checkpoint-lens-checkpoint',
    version,
    job,
    checkpoint,
    kind,
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
