import { fieldsIn, isJobId, listIn, textIn, wholeIn, type FlinkJob } from './clusterAnswers.js';
import { cacheMs } from './checkpointsSchedule.js';
import { Errand } from './errand.js';
import { verticesMax, type Vertex } from './vertex.js';

/** So often the job itself is asked for though nothing changed: its `now` tells how far the clocks are apart. In ms. */
const clockMs = 60_000;

const notFoundMs = 2000;

/** Fetches what a job consists of and where it runs, again whenever it changed: plan, vertices, configuration, exceptions. */
export class StructureSchedule {
  private readonly job: Errand;
  private readonly whole: readonly Errand[];
  private readonly exceptions: Errand;
  private readonly perVertex = new Map<string, Errand>();
  private isOver = false;
  /** A change is looked at twice: at once, and when no answer is of before it. */
  private looksLeft = 0;
  private settleAt = 0;

  constructor(
    jobId: string,
    private readonly onVertices: (vertices: readonly Vertex[], now: number) => void,
    onExceptions: (body: unknown) => void,
  ) {
    const path = `/jobs/${jobId}`;
    this.job = new Errand(path, 'structure', ({ status, body }, { now }) => {
      if (status < 300) this.onJob(path, body, now);
      else if (!this.isOver) this.job.ask(now + notFoundMs);
    });
    this.exceptions = new Errand(`${path}/exceptions`, 'structure', ({ status, body }) => {
      if (status < 300) onExceptions(body);
    });
    this.whole = ['plan', 'config', 'checkpoints/config'].map(
      (part) => new Errand(`${path}/${part}`, 'structure', () => undefined),
    );
  }

  *errands(): Generator<Errand, void, undefined> {
    yield this.job;
    yield this.exceptions;
    yield* this.whole;
    yield* this.perVertex.values();
  }

  /** Something is different from what was. */
  changed(before: FlinkJob | undefined, job: FlinkJob, now: number): void {
    this.looksLeft = 2;
    this.settleAt = now + cacheMs;
    this.job.ask(now);
    this.exceptions.ask(this.settleAt);
    if (before?.state !== job.state) for (const errand of this.whole) errand.ask(now);
  }

  /** The job is over: after the looks at this change there are no more. */
  end(): void {
    this.isOver = true;
  }

  get isDone(): boolean {
    return [...this.errands()].every(({ dueAt, isInFlight }) => dueAt === Infinity && !isInFlight);
  }

  private onJob(path: string, body: unknown, now: number): void {
    const vertices = verticesIn(body);
    this.onVertices(vertices, now);
    if (this.looksLeft > 0) {
      this.looksLeft -= 1;
      for (const { id } of vertices) this.errandOf(id, path).ask(now);
    }
    if (this.looksLeft > 0) this.job.ask(Math.max(now, this.settleAt));
    else if (!this.isOver) this.job.ask(now + clockMs);
  }

  private errandOf(vertex: string, path: string): Errand {
    const known = this.perVertex.get(vertex);
    if (known !== undefined) return known;
    const errand = new Errand(`${path}/vertices/${vertex}`, 'structure', () => undefined);
    this.perVertex.set(vertex, errand);
    return errand;
  }
}

/** From `/jobs/:id`; entries that are none are left out. */
function verticesIn(body: unknown): readonly Vertex[] {
  const vertices = listIn(body, 'vertices') ?? listIn(fieldsIn(body, 'plan'), 'nodes') ?? [];
  return vertices.slice(0, verticesMax).flatMap((entry) => {
    const id = textIn(entry, 'id');
    if (id === undefined || !isJobId(id)) return [];
    return [{ id, parallelism: wholeIn(entry, 'parallelism') ?? 1 }];
  });
}
