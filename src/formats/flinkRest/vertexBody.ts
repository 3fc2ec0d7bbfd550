import * as l10n from '@vscode/l10n';
import { isFields, isWhole, mustBe, wholeWords, type Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import { parallelismMax } from '../../trace/model.js';
import type { SubtaskIndex } from '../../trace/units.js';
import type { UnixMs, VertexId } from '../evidence/model.js';
import { present } from '../evidence/present.js';
import { RestFields } from './restFields.js';

/** The newest attempt to run a subtask. */
export interface Execution {
  readonly attempt?: number;
  readonly status?: string;
  readonly start?: UnixMs;
  readonly end?: UnixMs;
  /** `host:port` of its TaskManager, of the data port. */
  readonly location?: string;
  readonly taskManager?: string;
}

/** `/jobs/:id/vertices/:id`. */
export interface VertexBody {
  readonly id?: VertexId;
  readonly name?: string;
  readonly parallelism?: number;
  /** The JobManager's clock when it answered. */
  readonly now?: UnixMs;
  readonly executions: ReadonlyMap<SubtaskIndex, Execution>;
}

export function readVertex(fields: Fields, findings: Findings): VertexBody {
  const body = new RestFields(fields, [], findings);
  const executions = new Map<SubtaskIndex, Execution>();
  for (const [i, entry] of (body.list('subtasks') ?? []).entries()) {
    const path = ['subtasks', i];
    if (!isFields(entry)) {
      findings.add(path, mustBe(l10n.t('an object'), entry));
      continue;
    }
    const subtask = Object.hasOwn(entry, 'subtask') ? entry['subtask'] : i;
    if (isWhole(subtask, 0, parallelismMax - 1)) {
      executions.set(subtask, readExecution(new RestFields(entry, path, findings)));
    } else {
      findings.add([...path, 'subtask'], mustBe(wholeWords(0, parallelismMax - 1), subtask));
    }
  }
  return present<VertexBody>({
    id: body.text('id'),
    name: body.text('name'),
    parallelism: body.parallelism('parallelism'),
    now: body.unixMs('now'),
    executions,
  });
}

/** Up to 1.18 the location stands in `host`; newer versions have `endpoint`. */
function readExecution(execution: RestFields): Execution {
  const location = execution.text('endpoint') ?? execution.text('host');
  return present<Execution>({
    attempt: execution.whole('attempt', 0),
    status: execution.text('status'),
    start: execution.unixMs('start-time'),
    end: execution.unixMs('end-time'),
    location: location === '(unassigned)' || location === '' ? undefined : location,
    taskManager: execution.text('taskmanager-id'),
  });
}

/** `/taskmanagers`: the `host:port` of each by its id; the host stands in the address of its actor. */
export function readTaskManagers(fields: Fields, findings: Findings): ReadonlyMap<string, string> {
  const locations = new Map<string, string>();
  for (const [i, entry] of (new RestFields(fields, [], findings).list('taskmanagers') ?? []).entries()) {
    if (!isFields(entry)) {
      findings.add(['taskmanagers', i], mustBe(l10n.t('an object'), entry));
      continue;
    }
    const taskManager = new RestFields(entry, ['taskmanagers', i], findings);
    const id = taskManager.text('id');
    const port = taskManager.whole('dataPort', 0, 65_535);
    const host = /@(\[[^\]]+\]|[^:/]+)/.exec(taskManager.text('path') ?? '')?.[1];
    if (id !== undefined && port !== undefined && host !== undefined) locations.set(id, `${host}:${port}`);
  }
  return locations;
}
