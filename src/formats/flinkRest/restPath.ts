import type { JobId, VertexId } from '../evidence/model.js';
import type { SubtaskIndex } from '../../trace/units.js';

/** Where an answer of Flink's REST API belongs, as far as the path says that leads to it. */
export interface RestPath {
  /** The path without base, query and ids, as in `jobs/:id/checkpoints/details/:id`. */
  readonly route: string;
  /** What comes before: a folder, or host and path of a proxy. */
  readonly base: string;
  readonly job?: JobId;
  readonly vertex?: VertexId;
  readonly checkpoint?: number;
  /** The only subtask that was asked for. */
  readonly subtask?: SubtaskIndex;
  /** The last part of the path without its ending. */
  readonly lastName: string;
}

/** The routes whose answers say something of a job's checkpoints. */
export const evidenceRoutes: ReadonlySet<string> = new Set([
  'config',
  'overview',
  'taskmanagers',
  'jobs',
  'jobs/overview',
  'jobs/:id',
  'jobs/:id/config',
  'jobs/:id/plan',
  'jobs/:id/exceptions',
  'jobs/:id/checkpoints',
  'jobs/:id/checkpoints/config',
  'jobs/:id/checkpoints/details/:id',
  'jobs/:id/checkpoints/details/:id/subtasks/:id',
  'jobs/:id/vertices/:id',
  'jobs/:id/vertices/:id/backpressure',
  'jobs/:id/vertices/:id/metrics',
  'jobs/:id/vertices/:id/subtasks/metrics',
  'jobs/:id/vertices/:id/subtasks/:id/metrics',
]);

const flinkId = /^[0-9a-f]{32}$/;
const flinkIdInName = /[0-9a-f]{32}/g;
const wholeNumber = /^\d{1,15}$/;

/**
 * Takes a REST path apart, whatever comes before it: `/jobs/…`, `/v1/jobs/…`, `/proxy/app_1/jobs/…`, `saved/jobs/….json`.
 * Of a query only `subtasks` is looked at. Where the folders do not tell, ids in the last name do: `subtasks-<vertex id>.json`.
 */
export function parseRestPath(text: string): RestPath {
  const end = text.search(/[?#]/);
  const query = end === -1 ? '' : text.slice(end);
  const parts = (end === -1 ? text : text.slice(0, end))
    .replace(/\.json$/i, '')
    .split('/')
    .filter((part) => part !== '')
    .flatMap((part, i, all) => (isJobFolder(all, i) ? ['jobs', part] : [part]));
  const start = routeStart(parts);
  const route = parts.slice(start);
  const baseEnd = parts[start - 1] === 'v1' ? start - 1 : start;
  const lastName = parts.at(-1) ?? '';
  return {
    route: route.map((part) => (flinkId.test(part) || wholeNumber.test(part) ? ':id' : part)).join('/'),
    base: parts.slice(0, baseEnd).join('/'),
    lastName,
    ...idsByFolder(route),
    ...idsByQuery(query),
    ...(start === parts.length - 1 && !flinkId.test(lastName) ? idsByName(lastName) : {}),
  };
}

/** Whether an id stands there as below `jobs`, which was not copied along. */
function isJobFolder(parts: readonly string[], i: number): boolean {
  return (
    flinkId.test(parts[i]!) &&
    !/^jobs$|^vertices$|^subtasks$|^applications$/.test(parts[i - 1] ?? '') &&
    /^checkpoints$|^vertices$|^savepoints$|^plan$|^config$|^exceptions$/.test(parts[i + 1] ?? '')
  );
}

/**
 * Where the part begins that Flink defines: at `jobs`; in a folder that was copied out of it, at the first name that stands
 * below; else at the last name.
 */
function routeStart(parts: readonly string[]): number {
  const isFollowedBy = (i: number, pattern: RegExp): boolean => pattern.test(parts[i + 1] ?? '');
  const jobs = parts.findIndex(
    (part, i) => part === 'jobs' && isFollowedBy(i, /^$|^overview$|^[0-9a-f]{32}$/),
  );
  if (jobs !== -1) return jobs;
  const others = parts.findIndex(
    (part, i) => /^applications$|^jobmanager$/.test(part) && isFollowedBy(i, /./),
  );
  if (others !== -1) return others;
  const below = parts.findIndex(
    (part, i) =>
      (/^checkpoints$|^vertices$|^details$/.test(part) && isFollowedBy(i, /./)) ||
      (wholeNumber.test(part) && isFollowedBy(i, /^subtasks$/)),
  );
  return below === -1 ? Math.max(0, parts.length - 1) : below;
}

interface Ids {
  job?: JobId;
  vertex?: VertexId;
  checkpoint?: number;
  subtask?: SubtaskIndex;
}

function idsByFolder(route: readonly string[]): Ids {
  const ids: Ids = {};
  for (let i = 0; i + 1 < route.length; i++) {
    const folder = route[i]!;
    const id = route[i + 1]!;
    if (flinkId.test(id)) {
      if (folder === 'jobs') ids.job = id;
      if (folder === 'vertices' || folder === 'subtasks') ids.vertex = id;
    } else if (wholeNumber.test(id)) {
      if (folder === 'details') ids.checkpoint = Number(id);
      if (folder === 'subtasks') ids.subtask = Number(id);
    }
  }
  return ids;
}

/** The aggregate over one subtask is that subtask's. */
function idsByQuery(query: string): Ids {
  const [, subtask] = /[?&]subtasks=(\d{1,5})(?:&|$)/.exec(query) ?? [];
  return subtask === undefined ? {} : { subtask: Number(subtask) };
}

/** Of two ids in one name the first is the job's; one alone is a vertex' if the name says so, else the job's. */
function idsByName(name: string): Ids {
  const [first, second] = name.match(flinkIdInName) ?? [];
  if (first === undefined) return {};
  if (second !== undefined) return { job: first, vertex: second };
  return /subtask|vert|metric|pressure/i.test(name) ? { vertex: first } : { job: first };
}
