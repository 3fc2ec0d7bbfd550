import * as l10n from '@vscode/l10n';
import { isFields, mustBe, type Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import type { JsonPath } from '../../trace/json/path.js';
import type { CheckpointStatus } from '../../trace/model.js';
import type { CheckpointEvidence, RestoreEvidence, UnixMs, VertexId } from '../evidence/model.js';
import { present } from '../evidence/present.js';
import { RestFields } from './restFields.js';

const statuses: Readonly<Record<string, CheckpointStatus>> = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  IN_PROGRESS: 'inProgress',
};

/** Longest failure text that is kept; Flink's are one line, but a task's exception may bring its whole message. */
const failureLength = 1000;

/** One checkpoint: a body of `/checkpoints/details/:id`, or an entry of `/checkpoints`. Undefined without an id. */
export function readCheckpoint(
  fields: Fields,
  path: JsonPath,
  findings: Findings,
): CheckpointEvidence | undefined {
  const body = new RestFields(fields, path, findings);
  const id = body.requiredWhole('id', 1);
  if (id === undefined) return undefined;
  const savepoint = body.flag('is_savepoint');
  const failure = body.text('failure_message');
  return present<CheckpointEvidence>({
    id,
    trigger: body.unixMs('trigger_timestamp'),
    status: readStatus(body),
    kind: savepoint === undefined ? undefined : savepoint ? 'savepoint' : 'checkpoint',
    type: body.text('checkpoint_type'),
    savepointFormat: body.text('savepointFormat'),
    latestAck: body.unixMs('latest_ack_timestamp'),
    failed: body.unixMs('failure_timestamp'),
    failure: failure === undefined ? undefined : firstLine(failure),
    checkpointedBytes: body.bytes('checkpointed_size'),
    fullBytes: body.bytes('state_size'),
    subtaskCount: body.whole('num_subtasks', 0),
    acknowledgedCount: body.whole('num_acknowledged_subtasks', 0),
    path: body.text('external_path'),
  });
}

export function readStatus(body: RestFields): CheckpointStatus | undefined {
  const word = body.word('status', Object.keys(statuses));
  return word === undefined ? undefined : statuses[word];
}

/** The first line of a text, cut where it is too long to be read. */
export function firstLine(text: string): string {
  const line = text.trimStart().split(/\r?\n/, 1)[0]!.trimEnd();
  return line.length > failureLength ? `${line.slice(0, failureLength)}…` : line;
}

/** The parallelism of each vertex, by the `tasks` of `/checkpoints/details/:id`. */
export function readTasks(fields: Fields, findings: Findings): ReadonlyMap<VertexId, number> {
  const tasks = new RestFields(fields, [], findings).object('tasks') ?? {};
  const parallelism = new Map<VertexId, number>();
  for (const [vertex, task] of Object.entries(tasks)) {
    const path = ['tasks', vertex];
    if (!isFields(task)) findings.add(path, mustBe(l10n.t('an object'), task));
    else {
      const count = new RestFields(task, path, findings).parallelism('num_subtasks');
      if (count !== undefined) parallelism.set(vertex, count);
    }
  }
  return parallelism;
}

/** How many checkpoints a job has had, by `counts` of `/checkpoints`; `at` is when it was asked for. */
export interface CheckpointCounts {
  readonly at?: UnixMs;
  readonly total?: number;
  readonly completed?: number;
  readonly failed?: number;
  readonly restored?: number;
}

/** `/checkpoints`: the newest of a job's checkpoints, and what all of them come to. */
export interface CheckpointList {
  readonly counts: CheckpointCounts;
  readonly checkpoints: readonly CheckpointEvidence[];
  readonly restore?: RestoreEvidence;
}

export function readCheckpointList(fields: Fields, findings: Findings): CheckpointList {
  const body = new RestFields(fields, [], findings);
  const latest = body.object('latest') ?? {};
  const latestBody = new RestFields(latest, ['latest'], findings);
  const checkpoints: (CheckpointEvidence | undefined)[] = [];
  for (const name of ['completed', 'savepoint', 'failed']) {
    const checkpoint = latestBody.object(name);
    if (checkpoint !== undefined) checkpoints.push(readCheckpoint(checkpoint, ['latest', name], findings));
  }
  for (const [i, checkpoint] of (body.list('history') ?? []).entries()) {
    if (isFields(checkpoint)) checkpoints.push(readCheckpoint(checkpoint, ['history', i], findings));
    else findings.add(['history', i], mustBe(l10n.t('an object'), checkpoint));
  }
  return present<CheckpointList>({
    counts: readCounts(body.object('counts') ?? {}, findings),
    checkpoints: checkpoints.filter((checkpoint) => checkpoint !== undefined),
    restore: readRestore(latestBody.object('restored'), findings),
  });
}

function readCounts(fields: Fields, findings: Findings): CheckpointCounts {
  const counts = new RestFields(fields, ['counts'], findings);
  return present<CheckpointCounts>({
    total: counts.whole('total', 0),
    completed: counts.whole('completed', 0),
    failed: counts.whole('failed', 0),
    restored: counts.whole('restored', 0),
  });
}

function readRestore(fields: Fields | undefined, findings: Findings): RestoreEvidence | undefined {
  if (fields === undefined) return undefined;
  const restored = new RestFields(fields, ['latest', 'restored'], findings);
  const checkpoint = restored.requiredWhole('id', 1);
  if (checkpoint === undefined) return undefined;
  return present<RestoreEvidence>({
    checkpoint,
    at: restored.unixMs('restore_timestamp'),
    savepoint: restored.flag('is_savepoint'),
  });
}
