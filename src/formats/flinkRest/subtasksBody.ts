import * as l10n from '@vscode/l10n';
import { isFields, isWhole, mustBe, wholeWords, type Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import type { JsonPath } from '../../trace/json/path.js';
import { parallelismMax, type CheckpointStatus } from '../../trace/model.js';
import type { SubtaskEvidence, UnixMs, VertexId } from '../evidence/model.js';
import type { SubtaskIndex } from '../../trace/units.js';
import { readStatus } from './checkpointBody.js';
import { present } from '../evidence/present.js';
import { RestFields } from './restFields.js';

/** `/checkpoints/details/:id/subtasks/:vertex`: the reports of one vertex' subtasks in one checkpoint. */
export interface SubtasksBody {
  readonly checkpoint?: number;
  /** The checkpoint's, not the vertex'. */
  readonly status?: CheckpointStatus;
  readonly subtaskCount?: number;
  /** When the checkpoint was triggered, by the moments and end-to-end durations of the reports. */
  readonly trigger?: UnixMs;
  readonly subtasks: readonly SubtaskEvidence[];
}

export function readSubtasks(fields: Fields, vertex: VertexId, findings: Findings): SubtasksBody {
  const body = new RestFields(fields, [], findings);
  const subtasks = new Map<SubtaskIndex, SubtaskEvidence>();
  let trigger = triggerOf(body.unixMs('latest_ack_timestamp'), body.duration('end_to_end_duration'));
  for (const [i, entry] of (body.list('subtasks') ?? []).entries()) {
    const path = ['subtasks', i];
    if (!isFields(entry)) {
      findings.add(path, mustBe(l10n.t('an object'), entry));
      continue;
    }
    const index = subtaskIndex(entry, i, path, findings);
    if (index === undefined) continue;
    if (subtasks.has(index)) {
      findings.add(path, l10n.t('is a second subtask {0} and is left out', index));
      continue;
    }
    const report = new RestFields(entry, path, findings);
    const ack = report.unixMs('ack_timestamp');
    const endToEnd = report.duration('end_to_end_duration');
    trigger ??= triggerOf(ack, endToEnd);
    const ackByTrigger = trigger === undefined || endToEnd === undefined ? undefined : trigger + endToEnd;
    const nested = {
      durations: new RestFields(report.object('checkpoint') ?? {}, [...path, 'checkpoint'], findings),
      alignment: new RestFields(report.object('alignment') ?? {}, [...path, 'alignment'], findings),
    };
    subtasks.set(index, readSubtask({ vertex, subtask: index, ack: ack ?? ackByTrigger }, report, nested));
  }
  return present<SubtasksBody>({
    checkpoint: body.whole('id', 1),
    status: readStatus(body),
    subtaskCount: body.parallelism('num_subtasks'),
    trigger,
    subtasks: [...subtasks.values()],
  });
}

/** `end_to_end_duration` is acknowledgement − trigger, but not below 0: of a 0 nothing follows. */
function triggerOf(ack: UnixMs | undefined, endToEnd: number | undefined): UnixMs | undefined {
  return ack === undefined || endToEnd === undefined || endToEnd === 0 ? undefined : ack - endToEnd;
}

/** Flink writes the subtasks in order; where `index` is missing, the position stands for it. */
function subtaskIndex(
  entry: Fields,
  position: number,
  path: JsonPath,
  findings: Findings,
): SubtaskIndex | undefined {
  const index = Object.hasOwn(entry, 'index') ? entry['index'] : position;
  if (isWhole(index, 0, parallelismMax - 1)) return index;
  findings.add([...path, 'index'], mustBe(wholeWords(0, parallelismMax - 1), index));
  return undefined;
}

function readSubtask(
  {
    vertex,
    subtask,
    ack,
  }: Pick<SubtaskEvidence, 'vertex' | 'subtask'> & { readonly ack: UnixMs | undefined },
  report: RestFields,
  { durations, alignment }: { readonly durations: RestFields; readonly alignment: RestFields },
): SubtaskEvidence {
  const className = report.word('className', ['completed', 'pending']);
  if (className === 'pending' || (className === undefined && ack === undefined)) {
    return { vertex, subtask, outcome: 'pending' };
  }
  return present<SubtaskEvidence>({
    vertex,
    subtask,
    outcome: report.flag('aborted') === true ? 'aborted' : 'acknowledged',
    startDelay: report.duration('start_delay'),
    alignment: alignment.duration('duration'),
    sync: durations.duration('sync'),
    async: durations.duration('async'),
    ack,
    checkpointedBytes: report.bytes('checkpointed_size'),
    fullBytes: report.bytes('state_size'),
    processedBytes: alignment.bytes('processed'),
    persistedBytes: alignment.bytes('persisted'),
    unaligned: report.flag('unaligned_checkpoint'),
  });
}
