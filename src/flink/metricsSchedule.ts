import { Errand } from './errand.js';
import type { Vertex } from './vertex.js';

/** Per subtask: what it processed, and how it spent each second. */
const metrics = [
  'numRecordsIn',
  'numRecordsOut',
  'busyTimeMsPerSecond',
  'backPressuredTimeMsPerSecond',
  'idleTimeMsPerSecond',
] as const;

/** Flink works these numbers out anew every 5 s and hands them on at most every 10 s. In ms. */
const periodMs = 5000;

/** For each request of a round a round takes so much longer, in ms: never more than two of these requests a second. */
const perRequestMs = 500;

/** Flink takes request lines of up to 4,096 characters; a proxy may put a path before. */
const pathLengthMax = 3500;

/** The first of a larger job: with more, a round would take minutes. */
const subtasksMax = 4096;

/**
 * Polls metrics of every subtask. Asks at the vertex, where an unknown name is left out of the answer; at the
 * aggregating endpoint it would empty the answer.
 */
export class MetricsSchedule {
  private polls: readonly Errand[] = [];
  private shape = '';

  constructor(private readonly jobId: string) {}

  errands(): Iterable<Errand> {
    return this.polls;
  }

  /** Starts over where the vertices are not those of before. */
  poll(vertices: readonly Vertex[], now: number): void {
    const shape = JSON.stringify(vertices);
    if (shape === this.shape) return;
    this.shape = shape;
    const paths = metricPaths(this.jobId, vertices);
    const period = Math.max(periodMs, paths.length * perRequestMs);
    this.polls = paths.map((path, index) => {
      const errand = new Errand(path, 'metrics', (_answer, timing) => errand.ask(timing.sentAt + period));
      errand.ask(now + (index * period) / paths.length);
      return errand;
    });
  }

  stop(): void {
    this.polls = [];
    this.shape = '';
  }
}

/** Paths that together ask for all metrics of all subtasks; each short enough for Flink. */
export function metricPaths(jobId: string, vertices: readonly Vertex[]): readonly string[] {
  const paths: string[] = [];
  let left = subtasksMax;
  for (const { id, parallelism } of vertices) {
    const start = `/jobs/${jobId}/vertices/${id}/metrics?get=`;
    let path = start;
    for (let subtask = 0; subtask < parallelism && left > 0; subtask++, left--) {
      const names = metrics.map((metric) => `${subtask}.${metric}`).join(',');
      if (path !== start && path.length + names.length >= pathLengthMax) {
        paths.push(path);
        path = start;
      }
      path += path === start ? names : `,${names}`;
    }
    if (path !== start) paths.push(path);
  }
  return paths;
}
