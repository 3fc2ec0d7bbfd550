import { isFields, type Fields } from '../../trace/json/fields.js';

/** What a body of Flink's REST API that is about one job is. */
export type JobBodyKind =
  | 'checkpoints'
  | 'checkpoint'
  | 'subtasks'
  | 'checkpointConfig'
  | 'job'
  | 'plan'
  | 'jobConfig'
  | 'exceptions'
  | 'vertex'
  | 'backpressure'
  | 'metrics';

/** `other`: one of Flink's that says nothing of checkpoints. */
export type BodyKind = JobBodyKind | 'jobs' | 'cluster' | 'taskManagers' | 'errors' | 'other';

/** Knows a body by its field names, which are the same from Flink 1.15 to 2.3; undefined for what is none of Flink's. */
export function bodyKind(value: unknown): BodyKind | undefined {
  if (Array.isArray(value)) return listKind(value);
  if (!isFields(value)) return undefined;
  return objectKinds.find(([, is]) => is(value))?.[0];
}

/** The first that fits. Asks for few fields, because a damaged body may have lost some. */
const objectKinds: readonly (readonly [BodyKind, (body: Fields) => boolean])[] = [
  ['errors', (body) => Array.isArray(body['errors']) && Object.keys(body).length === 1],
  ['checkpoints', (body) => isFields(body['counts']) && hasAny(body, 'history', 'latest', 'summary')],
  ['checkpoint', (body) => has(body, 'trigger_timestamp', 'id', 'status')],
  ['subtasks', (body) => has(body, 'num_acknowledged_subtasks', 'id')],
  ['checkpointConfig', (body) => has(body, 'mode', 'interval', 'min_pause')],
  ['jobConfig', (body) => has(body, 'jid', 'execution-config')],
  ['job', (body) => has(body, 'jid', 'name') && hasAny(body, 'vertices', 'state', 'isStoppable')],
  ['plan', (body) => isPlan(body) || (isPlan(body['plan']) && Object.keys(body).length === 1)],
  ['exceptions', (body) => hasAny(body, 'exceptionHistory', 'all-exceptions', 'root-exception')],
  ['jobs', isJobList],
  ['taskManagers', (body) => Array.isArray(body['taskmanagers']) && !has(body, 'id')],
  ['cluster', (body) => has(body, 'flink-version')],
  ['vertex', (body) => has(body, 'id', 'name', 'parallelism', 'now')],
  ['backpressure', isBackpressure],
  ['other', (body) => hasAny(body, ...otherFields)],
];

const otherFields = [
  'job-accumulators',
  'user-accumulators',
  'subtasktimes',
  'taskmanager-id',
  'classpath',
  'rescales',
  'failureCause',
];

/** `/vertices/:id/metrics` gives texts, `/vertices/:id/subtasks/metrics` numbers. */
function listKind([first]: readonly unknown[]): BodyKind | undefined {
  const isMetric =
    isFields(first) && typeof first['id'] === 'string' && hasAny(first, 'value', 'min', 'max', 'avg', 'sum');
  return isMetric ? 'metrics' : undefined;
}

/** Before Flink has the metrics, the body has a status and nothing else. */
function isBackpressure(body: Fields): boolean {
  const isEarly = body['status'] === 'deprecated' && Object.keys(body).length === 1;
  return isEarly || (has(body, 'status') && hasAny(body, 'backpressureLevel', 'backpressure-level'));
}

function isPlan(value: unknown): boolean {
  return isFields(value) && has(value, 'jid', 'nodes');
}

function isJobList(body: Fields): boolean {
  const jobs = body['jobs'];
  if (!Array.isArray(jobs) || Object.keys(body).length !== 1) return false;
  const first: unknown = jobs[0];
  return (
    first === undefined || (isFields(first) && (has(first, 'jid', 'state') || has(first, 'id', 'status')))
  );
}

function has(body: Fields, ...names: readonly string[]): boolean {
  return names.every((name) => Object.hasOwn(body, name));
}

function hasAny(body: Fields, ...names: readonly string[]): boolean {
  return names.some((name) => Object.hasOwn(body, name));
}
