import * as l10n from '@vscode/l10n';
import { isFields, mustBe, type Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import type { JsonPath } from '../../trace/json/path.js';
import type { JobId, UnixMs, VertexId } from '../evidence/model.js';
import { readPlan, type PlanBody } from './planBody.js';
import { present } from '../evidence/present.js';
import { RestFields } from './restFields.js';

/** What a body says of a job itself. */
export interface JobSummary {
  readonly id?: JobId;
  readonly name?: string;
  readonly state?: string;
  /** The JobManager's clock when it answered. */
  readonly now?: UnixMs;
}

/** A vertex in `/jobs/:id`. `end` is when the last of its subtasks ended. */
export interface JobVertex {
  readonly id: VertexId;
  readonly name?: string;
  readonly parallelism?: number;
  readonly status?: string;
  readonly end?: UnixMs;
}

/** `/jobs/:id`. */
export interface JobBody extends JobSummary {
  readonly vertices: readonly JobVertex[];
  readonly plan?: PlanBody;
}

export function readJob(fields: Fields, findings: Findings): JobBody {
  const body = new RestFields(fields, [], findings);
  const vertices = (body.list('vertices') ?? []).flatMap((entry, i) => {
    const vertex = readJobVertex(entry, ['vertices', i], findings);
    return vertex === undefined ? [] : [vertex];
  });
  const plan = body.object('plan');
  return present<JobBody>({
    ...readSummary(body),
    vertices,
    plan: plan === undefined ? undefined : readPlan(plan, ['plan'], findings),
  });
}

function readJobVertex(entry: unknown, path: JsonPath, findings: Findings): JobVertex | undefined {
  if (!isFields(entry)) {
    findings.add(path, mustBe(l10n.t('an object'), entry));
    return undefined;
  }
  const vertex = new RestFields(entry, path, findings);
  const id = vertex.requiredText('id');
  if (id === undefined) return undefined;
  return present<JobVertex>({
    id,
    name: vertex.text('name'),
    parallelism: vertex.parallelism('parallelism'),
    status: vertex.text('status'),
    end: vertex.unixMs('end-time'),
  });
}

/** The jobs of `/jobs/overview`, and of `/jobs`, which has other names for the same. */
export function readJobs(fields: Fields, findings: Findings): readonly JobSummary[] {
  const jobs = new RestFields(fields, [], findings).list('jobs') ?? [];
  return jobs.flatMap((entry, i) => {
    if (isFields(entry)) return [readSummary(new RestFields(entry, ['jobs', i], findings))];
    findings.add(['jobs', i], mustBe(l10n.t('an object'), entry));
    return [];
  });
}

/** Also of `/jobs/:id/config`, which has id and name. */
export function readSummary(body: RestFields): JobSummary {
  return present<JobSummary>({
    id: body.text('jid') ?? body.text('id'),
    name: body.text('name'),
    state: body.text('state') ?? body.text('status'),
    now: body.unixMs('now'),
  });
}
