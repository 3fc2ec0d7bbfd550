import { msLimit } from '../../trace/json/fields.js';
import { outcomes, parallelismMax, type CheckpointStatus, type Outcome } from '../../trace/model.js';
import type { SubtaskEvidence, SubtaskMoments, UnixMs, VertexId } from '../evidence/model.js';
import { msOf, textOf, wholeOf, type Attributes } from './attributes.js';
import { lensAttribute, lensMoments } from './lensAttributes.js';
import { present } from '../evidence/present.js';
import type { FlinkSpan } from './span.js';

/** The trigger of the checkpoint that a subtask's span belongs to: the span begins a start delay after it. */
export function triggerOf({ start, attributes }: FlinkSpan): UnixMs | undefined {
  const delay = msOf(attributes, 'CheckpointStartDelayMs');
  return delay === undefined ? undefined : start - delay;
}

/**
 * What a `Checkpoint_Subtask` span says; undefined where it does not say of which subtask. The numbers are those of REST.
 * Whether a subtask was aborted is not in its span: only of a completed checkpoint is it known that all acknowledged.
 */
export function subtaskEvidence(
  vertex: VertexId,
  { end, start, attributes }: FlinkSpan,
  status: CheckpointStatus | undefined,
): SubtaskEvidence | undefined {
  const subtask = wholeOf(attributes, 'subtaskId', parallelismMax);
  if (subtask === undefined) return undefined;
  const persistedBytes = wholeOf(attributes, 'PersistedDataBytes');
  const outcome = outcomeOf(attributes) ?? (status === 'completed' ? 'acknowledged' : undefined);
  const isAcknowledged =
    end >= start && end <= msLimit && attributes.get(lensAttribute.hasAcknowledgement) !== 'false';
  return present<SubtaskEvidence>({
    vertex,
    subtask,
    outcome,
    startDelay: msOf(attributes, 'CheckpointStartDelayMs'),
    alignment: msOf(attributes, 'AlignmentDurationMs'),
    sync: msOf(attributes, 'SyncCheckpointDurationMs'),
    async: msOf(attributes, 'AsyncCheckpointDurationMs'),
    ack: isAcknowledged ? end : undefined,
    checkpointedBytes: wholeOf(attributes, 'CheckpointedSizeBytes'),
    fullBytes: wholeOf(attributes, 'StateSizeBytes'),
    processedBytes: wholeOf(attributes, 'ProcessedDataBytes'),
    persistedBytes,
    unaligned: isUnaligned(attributes, persistedBytes),
    moments: momentsOf(attributes),
  });
}

/** As REST has it: whether in-flight data went into the checkpoint. */
function isUnaligned(attributes: Attributes, persistedBytes: number | undefined): boolean | undefined {
  if (attributes.get(lensAttribute.unaligned) === 'true') return true;
  return persistedBytes === undefined ? undefined : persistedBytes > 0;
}

function outcomeOf(attributes: Attributes): Outcome | undefined {
  const word = textOf(attributes, lensAttribute.outcome);
  return outcomes.find((outcome) => outcome === word);
}

function momentsOf(attributes: Attributes): SubtaskMoments | undefined {
  const found = lensMoments.map((name) => [name, msOf(attributes, lensAttribute[name])] as const);
  const known = found.filter(([, moment]) => moment !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}
