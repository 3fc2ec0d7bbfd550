import { isFields, isMoment, isWhole, type Fields } from '../../trace/json/fields.js';
import type { CheckpointStatus } from '../../trace/model.js';
import type { CheckpointEvidence, VertexId } from '../evidence/model.js';
import { ownText } from './ownText.js';

/** What Flink's `CheckpointStatistics` JSON says of a checkpoint, and how many subtasks each vertex has. */
export interface CheckpointStatistics {
  readonly facts: Partial<CheckpointEvidence>;
  readonly parallelism: ReadonlyMap<VertexId, number>;
}

const statuses = new Map<unknown, CheckpointStatus>([
  ['COMPLETED', 'completed'],
  ['FAILED', 'failed'],
  ['IN_PROGRESS', 'inProgress'],
]);

/** Reads the JSON at the begin of `text`, which a layout may go on after; undefined where it is cut or something else. */
export function readCheckpointStatistics(text: string): CheckpointStatistics | undefined {
  let fields: unknown;
  try {
    fields = JSON.parse(text.slice(0, text.lastIndexOf('}') + 1));
  } catch {
    return undefined;
  }
  if (!isFields(fields)) return undefined;
  const status = statuses.get(fields['status']);
  return {
    facts: {
      ...(status === undefined ? {} : { status }),
      ...kindOf(fields),
      ...moment('trigger', fields['trigger_timestamp']),
      ...moment('latestAck', fields['latest_ack_timestamp']),
      ...moment('failed', fields['failure_timestamp']),
      ...word('failure', fields['failure_message']),
      ...word('type', fields['checkpoint_type']),
      ...word('savepointFormat', fields['savepointFormat']),
      ...word('path', fields['external_path']),
      ...whole('checkpointedBytes', fields['checkpointed_size']),
      ...whole('fullBytes', fields['state_size']),
      ...whole('subtaskCount', fields['num_subtasks']),
      ...whole('acknowledgedCount', fields['num_acknowledged_subtasks']),
    },
    parallelism: parallelismOf(fields['tasks']),
  };
}

type Facts = Partial<CheckpointEvidence>;

function kindOf(fields: Fields): Facts {
  if (typeof fields['is_savepoint'] !== 'boolean') return {};
  return { kind: fields['is_savepoint'] ? 'savepoint' : 'checkpoint' };
}

function moment(name: 'trigger' | 'latestAck' | 'failed', value: unknown): Facts {
  return isMoment(value) && value > 0 ? { [name]: value } : {};
}

function whole(
  name: 'checkpointedBytes' | 'fullBytes' | 'subtaskCount' | 'acknowledgedCount',
  value: unknown,
): Facts {
  return isWhole(value, 0, Number.MAX_SAFE_INTEGER) ? { [name]: value } : {};
}

function word(name: 'failure' | 'type' | 'savepointFormat' | 'path', value: unknown): Facts {
  return typeof value === 'string' && value !== '' ? { [name]: ownText(value) } : {};
}

function parallelismOf(tasks: unknown): ReadonlyMap<VertexId, number> {
  const parallelism = new Map<VertexId, number>();
  if (!isFields(tasks)) return parallelism;
  for (const [vertex, task] of Object.entries(tasks)) {
    const count = isFields(task) ? task['num_subtasks'] : undefined;
    if (/^[0-9a-f]{32}$/.test(vertex) && isWhole(count, 1, 1 << 20)) parallelism.set(ownText(vertex), count);
  }
  return parallelism;
}
