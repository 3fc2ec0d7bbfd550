import { fieldsIn, isJobId, listIn, statusIn, textIn, type CheckpointSummary } from './clusterAnswers.js';
import { Errand, type Timing } from './errand.js';
import type { RestAnswer } from './transport.js';
import { verticesMax } from './vertex.js';

/** Tasks go on reporting to a failed checkpoint. So long after it failed it is looked at again, in ms. */
const lateReportsMs = [2000, 5000, 10_000, 20_000, 40_000, 80_000] as const;

/** A checkpoint that the list has may not be found yet, because the answers were cached at different moments. */
const notFoundMs = 500;
const notFoundMax = 20;

/** Between two looks at what still says in progress although the checkpoint has ended. */
const tornMs = 1000;

/** One vertex's part in the checkpoint. */
interface Part {
  readonly errand: Errand;
  /** The vertex's entry in the details, as JSON, when the part was last asked for. */
  entry: string;
  /** Whether its last answer was of after the end. */
  isFinal: boolean;
  /** Subtasks that have not reported. */
  pending: number;
}

/** Fetches one checkpoint's details and subtasks whenever they changed, until they cannot change any more. */
export class CheckpointWatch {
  private readonly details: Errand;
  private readonly parts = new Map<string, Part>();
  private entry = '';
  /** Once the list or the details say so. */
  private ended: { readonly failed: boolean; readonly at: number } | undefined;
  private detailsAreFinal = false;
  private wasComplete = false;
  private looks = 0;
  private isLastLook = false;
  private notFound = 0;
  private isGone = false;
  private isUnlisted = false;

  /** @param path of its details */
  constructor(private readonly path: string) {
    this.details = new Errand(path, 'inProgress', (answer, timing) => this.onDetails(answer, timing));
  }

  *errands(): Generator<Errand, void, undefined> {
    if (this.isDone) return;
    yield this.details;
    for (const { errand } of this.parts.values()) yield errand;
  }

  /** Paths it may have asked for. */
  get paths(): readonly string[] {
    return [this.path, ...[...this.parts.values()].map(({ errand }) => errand.path)];
  }

  /** Nothing more will be asked. */
  get isDone(): boolean {
    return this.isGone || (this.isFinal && (this.ended?.failed === false || this.isLastLook));
  }

  /** Details and all subtasks were heard after it ended; late reports may follow. */
  get isWhole(): boolean {
    return this.wasComplete || this.isGone;
  }

  /** It left Flink's history before all of it was seen. */
  get isLost(): boolean {
    return this.isGone && !this.wasComplete;
  }

  /** Tells its entry in the list; `text` is the entry as JSON. */
  listed({ status }: CheckpointSummary, text: string, now: number): void {
    if (text === this.entry || this.wasComplete) return;
    this.entry = text;
    if (status !== 'inProgress') this.end(status === 'failed', now);
    this.details.ask(now);
  }

  /** The list has it no more: where it was in progress, it has ended meanwhile, and its details may still be there. */
  unlisted(now: number): void {
    if (this.ended !== undefined || this.isUnlisted) return;
    this.isUnlisted = true;
    this.details.ask(now);
  }

  /** No task reports any more: what there is at `at` is all. */
  endLateReports(at: number): void {
    if (this.ended?.failed !== true || this.isDone || this.isLastLook) return;
    this.isLastLook = true;
    this.lookAgain(at, this.parts.values());
  }

  private get isFinal(): boolean {
    return this.detailsAreFinal && [...this.parts.values()].every(({ isFinal }) => isFinal);
  }

  private end(failed: boolean, now: number): void {
    if (this.ended !== undefined) return;
    this.ended = { failed, at: now };
    this.details.rank = 'ended';
    for (const { errand } of this.parts.values()) errand.rank = 'ended';
  }

  private onDetails({ status, body }: RestAnswer, { now }: Timing): void {
    if (status >= 300) {
      this.onNotFound(this.details, now);
      return;
    }
    this.notFound = 0;
    const said = statusIn(body);
    if (said === 'completed' || said === 'failed') this.end(said === 'failed', now);
    this.detailsAreFinal = said !== 'inProgress';
    if (this.ended !== undefined && !this.detailsAreFinal) this.details.ask(now + tornMs);
    for (const [vertex, task] of Object.entries(fieldsIn(body, 'tasks') ?? {}).slice(0, verticesMax)) {
      if (isJobId(vertex)) this.onTask(vertex, JSON.stringify(task), now);
    }
    this.afterAnswer(now);
  }

  private onTask(vertex: string, entry: string, now: number): void {
    const part = this.parts.get(vertex) ?? this.newPart(vertex);
    if (part.entry === entry) return;
    part.entry = entry;
    part.isFinal = false;
    part.errand.ask(now);
  }

  private newPart(vertex: string): Part {
    const part: Part = {
      errand: new Errand(`${this.path}/subtasks/${vertex}`, this.details.rank, (answer, { now }) =>
        this.onSubtasks(part, answer, now),
      ),
      entry: '',
      isFinal: false,
      pending: 0,
    };
    this.parts.set(vertex, part);
    return part;
  }

  private onSubtasks(part: Part, { status, body }: RestAnswer, now: number): void {
    if (status >= 300) {
      this.onNotFound(part.errand, now);
      return;
    }
    this.notFound = 0;
    part.isFinal = statusIn(body) !== 'inProgress';
    part.pending = (listIn(body, 'subtasks') ?? []).filter(isPending).length;
    if (this.ended !== undefined && !part.isFinal) part.errand.ask(now + tornMs);
    this.afterAnswer(now);
  }

  /** After a failure: looks again at each of the late moments until nobody is left to report, and then at the details. */
  private afterAnswer(now: number): void {
    if (!this.isFinal) return;
    this.wasComplete = true;
    if (this.ended?.failed !== true || this.isLastLook) return;
    const after = lateReportsMs[this.looks++];
    const waiting = [...this.parts.values()].filter(({ pending }) => pending > 0);
    this.isLastLook = waiting.length === 0 || after === undefined;
    if (after !== undefined) this.lookAgain(Math.max(this.ended.at + after, now), waiting);
  }

  private lookAgain(at: number, parts: Iterable<Part>): void {
    this.detailsAreFinal = false;
    this.details.rank = 'inProgress';
    this.details.ask(at);
    for (const part of parts) {
      part.isFinal = false;
      part.errand.rank = 'inProgress';
      part.errand.ask(at);
    }
  }

  /** What was seen whole has left the history in the course of time. */
  private onNotFound(errand: Errand, now: number): void {
    this.notFound += 1;
    if (this.wasComplete || this.notFound > notFoundMax) this.isGone = true;
    else errand.ask(now + notFoundMs);
  }
}

function isPending(subtask: unknown): boolean {
  return textIn(subtask, 'className') === 'pending';
}
