import { phases, type Phase } from '../../trace/model.js';

/**
 * What a subtask records, as fixed-size events in a ring of shared memory: one writer, the subtask's thread; one
 * reader, the recorder's. A full ring drops events and counts them; it never makes the subtask wait.
 */
export type RecordedEvent =
  | {
      readonly kind: 'span';
      readonly checkpoint: number;
      readonly phase: Phase;
      readonly start: number;
      readonly end: number;
      readonly bytes: number;
      /** How far either border may be off, ms, apart from the clocks. */
      readonly uncertainty: number;
    }
  | {
      readonly kind: 'batch';
      readonly checkpoint: number;
      readonly start: number;
      readonly end: number;
      readonly records: number;
    }
  | ({ readonly kind: 'bucket'; readonly index: number } & BucketCounts)
  /** The subtask took its snapshot before all that came before the barriers was processed. */
  | { readonly kind: 'overtaken'; readonly checkpoint: number }
  | {
      readonly kind: 'heldInput';
      readonly checkpoint: number;
      /** Which of the subtask's inputs. */
      readonly input: number;
      readonly start: number;
      readonly end: number;
    };

/** What is counted of one subtask in one bucket. */
export interface BucketCounts {
  readonly records: number;
  /** Longest time without a finished batch, ms. */
  readonly longestPause: number;
  /** Bytes copied because of a snapshot. */
  readonly bytesCopied: number;
  /** Time in which an output had no room, ms. */
  readonly backPressured: number;
  /** Time in which there was nothing to do, ms. */
  readonly idle: number;
  /** Time in which the thread was ready to run and had no processor, ms. */
  readonly processorWait: number;
}

const kinds = { span: 0, batch: 1, bucket: 2, heldInput: 3, overtaken: 4 } as const;
const fieldCount = 8;
const capacity = 4096;
const written = 0;
const read = 1;
const dropped = 2;
const headBytes = 64;

export function eventRingMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(headBytes + capacity * fieldCount * 8);
}

/** The subtask's side; without memory it records nothing. */
export class EventWriter {
  private readonly head: Int32Array;
  private readonly fields: Float64Array;
  private readonly isRecording: boolean;

  constructor(memory: SharedArrayBuffer | undefined) {
    this.isRecording = memory !== undefined;
    this.head = memory ? new Int32Array(memory, 0, headBytes / 4) : new Int32Array();
    this.fields = memory ? new Float64Array(memory, headBytes) : new Float64Array();
  }

  span(checkpoint: number, phase: Phase, start: number, end: number, bytes = 0, uncertainty = 0): void {
    this.write(kinds.span, checkpoint, phases.indexOf(phase), start, end, bytes, uncertainty);
  }

  batch(checkpoint: number, start: number, end: number, records: number): void {
    this.write(kinds.batch, checkpoint, 0, start, end, records);
  }

  bucket(index: number, counts: BucketCounts): void {
    const { records, longestPause, bytesCopied, backPressured, idle, processorWait } = counts;
    this.write(kinds.bucket, index, records, longestPause, bytesCopied, backPressured, idle, processorWait);
  }

  heldInput(checkpoint: number, input: number, start: number, end: number): void {
    this.write(kinds.heldInput, checkpoint, input, start, end, 0);
  }

  overtaken(checkpoint: number): void {
    this.write(kinds.overtaken, checkpoint, 0, 0, 0, 0);
  }

  private write(kind: number, a: number, b: number, c: number, d: number, e: number, f = 0, g = 0): void {
    if (!this.isRecording) return;
    const position = Atomics.load(this.head, written);
    if (((position - Atomics.load(this.head, read)) | 0) >= capacity) {
      Atomics.add(this.head, dropped, 1);
      return;
    }
    const at = (position & (capacity - 1)) * fieldCount;
    const { fields } = this;
    fields[at] = kind;
    fields[at + 1] = a;
    fields[at + 2] = b;
    fields[at + 3] = c;
    fields[at + 4] = d;
    fields[at + 5] = e;
    fields[at + 6] = f;
    fields[at + 7] = g;
    Atomics.store(this.head, written, (position + 1) | 0);
  }
}

export class EventReader {
  private readonly head: Int32Array;
  private readonly fields: Float64Array;

  constructor(memory: SharedArrayBuffer) {
    this.head = new Int32Array(memory, 0, headBytes / 4);
    this.fields = new Float64Array(memory, headBytes);
  }

  /** Takes all events that are there. */
  drain(): RecordedEvent[] {
    const events: RecordedEvent[] = [];
    const end = Atomics.load(this.head, written);
    let position = Atomics.load(this.head, read);
    for (; position !== end; position = (position + 1) | 0) {
      events.push(this.eventAt((position & (capacity - 1)) * fieldCount));
    }
    Atomics.store(this.head, read, end);
    return events;
  }

  /** Events lost to a full ring so far. */
  get droppedCount(): number {
    return Atomics.load(this.head, dropped);
  }

  private eventAt(at: number): RecordedEvent {
    const [kind, a, b, c, d, e, f, g] = this.fields.subarray(at, at + fieldCount) as unknown as Eight;
    if (kind === kinds.span) {
      return { kind: 'span', checkpoint: a, phase: phases[b]!, start: c, end: d, bytes: e, uncertainty: f };
    }
    if (kind === kinds.batch) return { kind: 'batch', checkpoint: a, start: c, end: d, records: e };
    if (kind === kinds.overtaken) return { kind: 'overtaken', checkpoint: a };
    if (kind === kinds.heldInput) return { kind: 'heldInput', checkpoint: a, input: b, start: c, end: d };
    return {
      kind: 'bucket',
      index: a,
      records: b,
      longestPause: c,
      bytesCopied: d,
      backPressured: e,
      idle: f,
      processorWait: g,
    };
  }
}

type Eight = readonly [number, number, number, number, number, number, number, number];
