import type { CheckpointStatus } from '../../trace/model.js';
import { msLimit } from '../../trace/json/fields.js';
import type { CheckpointEvidence, SubtaskEvidence, UnixMs, VertexId } from '../evidence/model.js';
import { msOf, textOf, wholeOf, type Attributes } from './attributes.js';
import type { FlinkEvent } from './event.js';
import { markFinished } from './finishedSubtasks.js';
import { lensAttribute } from './lensAttributes.js';
import { present } from '../evidence/present.js';
import type { FlinkSpan } from './span.js';
import { subtaskEvidence, triggerOf } from './subtaskSpan.js';

/** All that was found of the checkpoints of one job with one id. */
export interface FoundCheckpoint {
  readonly spans: FlinkSpan[];
  readonly subtasks: { readonly vertex: VertexId; readonly span: FlinkSpan }[];
  readonly events: FlinkEvent[];
}

/** Flink's triggers are whole milliseconds; ours, taken apart and put together again, lose less than this. */
const sameTriggerMs = 1;

/** The names of Flink's snapshot types, in the words of its REST. */
const types = new Map<string, { readonly kind: 'checkpoint' | 'savepoint'; readonly type: string }>([
  ['Checkpoint', { kind: 'checkpoint', type: 'CHECKPOINT' }],
  ['Full Checkpoint', { kind: 'checkpoint', type: 'CHECKPOINT' }],
  ['Savepoint', { kind: 'savepoint', type: 'SAVEPOINT' }],
  ['Terminate Savepoint', { kind: 'savepoint', type: 'SYNC_SAVEPOINT' }],
  ['Suspend Savepoint', { kind: 'savepoint', type: 'SYNC_SAVEPOINT' }],
]);

const statuses = new Map<string, CheckpointStatus>([
  ['COMPLETED', 'completed'],
  ['FAILED', 'failed'],
  ['IN_PROGRESS', 'inProgress'],
]);

/**
 * What the spans and events of one checkpoint say, each span once, however often it was exported. A job that is started
 * anew under its old id counts its checkpoints from 1 again; what is found of an id is then of the latest trigger only.
 */
export function checkpointEvidence(id: number, found: FoundCheckpoint): CheckpointEvidence {
  const trigger = latestTrigger(found);
  const isLatest = (other: UnixMs | undefined) =>
    other === undefined || trigger === undefined || Math.abs(other - trigger) <= sameTriggerMs;
  const span = found.spans
    .filter(({ start }) => isLatest(start))
    .sort((a, b) => a.end - b.end)
    .at(-1);
  const event = found.events
    .filter(({ at }) => trigger === undefined || at >= trigger)
    .sort((a, b) => a.at - b.at)
    .at(-1);
  const attributes = span?.attributes ?? event?.attributes ?? new Map<string, string>();
  const ack = latestAckOf(span, event);
  const status = statuses.get(textOf(attributes, 'checkpointStatus') ?? '');
  const subtasks = subtasksOf(
    found.subtasks.filter((subtask) => isLatest(triggerOf(subtask.span))),
    status,
  );
  return {
    id,
    ...present({
      trigger,
      status,
      ...typeOf(attributes),
      latestAck: ack !== undefined && ack >= (trigger ?? 0) && ack <= msLimit ? ack : undefined,
      ...endOf(attributes, status),
      failure: textOf(attributes, lensAttribute.failure),
      ...sizesOf(attributes, status),
      subtasks: subtasks.length === 0 ? undefined : markFinished(subtasks),
    }),
  };
}

function latestTrigger({ spans, subtasks }: FoundCheckpoint): UnixMs | undefined {
  let latest: UnixMs | undefined;
  const take = (trigger: UnixMs | undefined) => {
    if (trigger !== undefined && trigger > (latest ?? -1)) latest = trigger;
  };
  for (const { start } of spans) take(start);
  // The exact number is the checkpoint's own; a subtask's counts where the checkpoint's span is missing.
  const ofSpans = latest;
  for (const { span } of subtasks) take(triggerOf(span));
  return ofSpans !== undefined && latest! - ofSpans <= sameTriggerMs ? ofSpans : latest;
}

function subtasksOf(
  found: FoundCheckpoint['subtasks'],
  status: CheckpointStatus | undefined,
): readonly SubtaskEvidence[] {
  const bySubtask = new Map<VertexId, Map<number, SubtaskEvidence>>();
  for (const { vertex, span } of found) {
    const evidence = subtaskEvidence(vertex, span, status);
    if (evidence === undefined) continue;
    const ofVertex = bySubtask.get(vertex) ?? new Map<number, SubtaskEvidence>();
    bySubtask.set(vertex, ofVertex);
    const known = ofVertex.get(evidence.subtask);
    if (known === undefined || (evidence.ack ?? -1) > (known.ack ?? -1)) {
      ofVertex.set(evidence.subtask, evidence);
    }
  }
  return [...bySubtask.values()]
    .flatMap((ofVertex) => [...ofVertex.values()])
    .sort((a, b) => (a.vertex === b.vertex ? a.subtask - b.subtask : a.vertex < b.vertex ? -1 : 1));
}

function latestAckOf(span: FlinkSpan | undefined, event: FlinkEvent | undefined): UnixMs | undefined {
  if (span === undefined) return event?.at;
  return span.attributes.get(lensAttribute.hasAcknowledgement) === 'false' ? undefined : span.end;
}

/** Of a failed checkpoint the sizes are what had been reported when it failed, and reports go on to come in. */
function sizesOf(
  attributes: Attributes,
  status: CheckpointStatus | undefined,
): Pick<CheckpointEvidence, 'checkpointedBytes' | 'fullBytes'> {
  if (status === 'failed') return {};
  return present({
    checkpointedBytes: wholeOf(attributes, 'checkpointedSize'),
    fullBytes: wholeOf(attributes, 'fullSize'),
  });
}

function typeOf(attributes: Attributes): Pick<CheckpointEvidence, 'kind' | 'type'> {
  const words = types.get(textOf(attributes, 'checkpointType') ?? '');
  if (words === undefined) return {};
  const isUnaligned = textOf(attributes, 'isUnaligned') === 'true';
  return isUnaligned && words.type === 'CHECKPOINT' ? { ...words, type: 'UNALIGNED_CHECKPOINT' } : words;
}

function endOf(
  attributes: Attributes,
  status: CheckpointStatus | undefined,
): Pick<CheckpointEvidence, 'completed' | 'failed'> {
  const end = msOf(attributes, lensAttribute.end);
  if (end === undefined || status === undefined || status === 'inProgress') return {};
  return { [status]: end };
}
