import { buildTrace, type BatchRow, type SpanRow } from '../../trace/builder.js';
import type { Checkpoint, LockObservation, Restart, Trace, Wait } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';
import { BucketSeries } from './bucketSeries.js';
import type { RecordedEvent } from './eventRing.js';
import type { RecordedRun, RecordedSubtask, ToRecorder } from './recorderMessages.js';

/** How far a measured time may be off, ms: the threads' clocks agree to a microsecond. */
const clockUncertainty = 0.001;

type Acknowledged = Extract<ToRecorder, { type: 'acknowledged' }>;

/** Everything recorded of a run so far, and the trace that it makes. */
export class RunRecording {
  private readonly checkpoints: Checkpoint[] = [];
  private readonly indexById = new Map<number, number>();
  private readonly spans: SpanRow[] = [];
  private readonly batches: BatchRow[] = [];
  private readonly observations: LockObservation[] = [];
  private readonly waits: Wait[] = [];
  private readonly restarts: Restart[] = [];
  private readonly series: readonly BucketSeries[];
  private readonly syncEnds = new Map<string, number>();
  private readonly acknowledgements: Acknowledged[] = [];
  private readonly early: { readonly index: number; readonly event: RecordedEvent }[] = [];
  private state = 'running';
  private failure: string | undefined;

  constructor(
    private readonly run: RecordedRun,
    private readonly subtasks: readonly RecordedSubtask[],
  ) {
    this.series = subtasks.map(() => new BucketSeries());
  }

  /** Takes an event of the subtask with this index. It may come before the coordinator's word of its checkpoint. */
  record(index: number, event: RecordedEvent): void {
    if (event.kind === 'bucket') {
      this.series[index]!.add(event.index, event);
      return;
    }
    const checkpoint = this.indexById.get(event.checkpoint);
    if (checkpoint === undefined) {
      this.early.push({ index, event });
      return;
    }
    if (event.kind === 'overtaken') {
      this.checkpoints[checkpoint] = { ...this.checkpoints[checkpoint]!, type: 'UNALIGNED_CHECKPOINT' };
      return;
    }
    const { operator, subtask, inputs } = this.subtasks[index]!;
    const place = { operator, subtask, checkpoint, start: event.start, end: event.end };
    if (event.kind === 'batch') {
      this.batches.push({ ...place, records: event.records });
      return;
    }
    if (event.kind === 'heldInput') {
      this.waits.push({ ...place, kind: event.kind, from: inputs[event.input]! });
      return;
    }
    const { phase, bytes, end } = event;
    const uncertainty = clockUncertainty + event.uncertainty;
    // Only the coordinator knows when the checkpoint was triggered.
    const start = phase === 'startDelay' ? Math.min(this.checkpoints[checkpoint]!.trigger, end) : event.start;
    this.spans.push({ ...place, start, phase, bytes, uncertainty });
    if (phase === 'sync') this.syncEnds.set(`${event.checkpoint}:${index}`, end);
  }

  /** Takes what the main thread or the witness reports. */
  take(message: ToRecorder): void {
    switch (message.type) {
      case 'triggered':
        this.indexById.set(message.checkpoint, this.checkpoints.length);
        this.checkpoints.push({
          id: message.checkpoint,
          kind: message.kind,
          trigger: message.time,
          status: 'inProgress',
        });
        for (const { index, event } of this.early.splice(0)) this.record(index, event);
        break;
      case 'acknowledged':
        this.acknowledgements.push(message);
        break;
      case 'ended':
        this.checkpointEnded(message);
        break;
      case 'observed':
        this.observations.push({ ...this.rowOf(message.index), ...message.observation });
        break;
      case 'restarting':
        this.restarts.push({ failed: message.time, failure: message.failure });
        break;
      case 'begun':
        this.begun(message);
        break;
      case 'runEnded':
        this.state = message.state;
        this.failure = message.failure;
        break;
    }
  }

  get hasEnded(): boolean {
    return this.state !== 'running';
  }

  toTrace(): Trace {
    const { run, failure } = this;
    const writer = this.hasEnded || !run.writer ? {} : { writer: run.writer };
    return buildTrace({
      producer: { name: 'checkpoint-lens', version: run.version },
      source: { ...run.source, state: this.state, ...writer, ...(failure === undefined ? {} : { failure }) },
      epoch: run.epoch,
      operators: run.operators,
      checkpoints: this.checkpoints,
      spans: [...this.spans, ...this.acknowledgements.flatMap((each) => this.spansOf(each))],
      counters: this.series.flatMap((series, index) => series.counters(this.rowOf(index))),
      batches: this.batches,
      observations: this.observations,
      waits: [...this.waits, ...this.acknowledgements.flatMap((each) => this.queueingOf(each))],
      restarts: this.restarts,
    });
  }

  private begun({ time, checkpoint }: Extract<ToRecorder, { type: 'begun' }>): void {
    const restart = this.restarts.pop();
    if (!restart) return;
    this.restarts.push({ ...restart, resumed: time, ...(checkpoint === undefined ? {} : { checkpoint }) });
  }

  private checkpointEnded({
    checkpoint,
    status,
    time,
    bytes,
    fullBytes,
    failure,
  }: Extract<ToRecorder, { type: 'ended' }>): void {
    const index = this.indexById.get(checkpoint);
    if (index === undefined) return;
    const known = this.checkpoints[index]!;
    this.checkpoints[index] = {
      ...known,
      status,
      end: time,
      bytes,
      ...(fullBytes === undefined || fullBytes === bytes ? {} : { fullBytes }),
      ...(failure === undefined ? {} : { failure }),
    };
  }

  /** The upload begins when the lock is given back; what comes after it is the acknowledgement's way. */
  private spansOf(acknowledged: Acknowledged): SpanRow[] {
    const { checkpoint: id, index, upload, bytes, time } = acknowledged;
    const syncEnd = this.syncEnds.get(`${id}:${index}`);
    const checkpoint = this.indexById.get(id);
    if (syncEnd === undefined || checkpoint === undefined) return [];
    const common = { ...this.rowOf(index), checkpoint, uncertainty: clockUncertainty };
    const asyncEnd = Math.max(syncEnd, upload?.end ?? syncEnd);
    const spans: SpanRow[] = [{ ...common, phase: 'ack', start: asyncEnd, end: Math.max(time, asyncEnd) }];
    if (asyncEnd > syncEnd) spans.push({ ...common, phase: 'async', start: syncEnd, end: asyncEnd, bytes });
    return spans;
  }

  private queueingOf({ checkpoint: id, index, upload }: Acknowledged): Wait[] {
    const checkpoint = this.indexById.get(id);
    const syncEnd = this.syncEnds.get(`${id}:${index}`);
    // What is uploaded under the lock has no upload beside it that could have waited.
    if (checkpoint === undefined || syncEnd === undefined || !upload || upload.end <= syncEnd) return [];
    const { handedOver: start, begun } = upload;
    // The clocks of two threads differ by a microsecond.
    const end = Math.max(start, begun);
    return [{ ...this.rowOf(index), kind: 'queuedUpload', checkpoint, start, end }];
  }

  private rowOf(index: number): Row {
    const { operator, subtask } = this.subtasks[index]!;
    return { operator, subtask };
  }
}
