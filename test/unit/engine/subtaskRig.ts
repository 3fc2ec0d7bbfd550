import { compileCodec, viewsOf } from '../../../src/engine/channels/codec.js';
import { framesIn } from '../../../src/engine/channels/frames.js';
import { ringMemory, RingReader, RingWriter } from '../../../src/engine/channels/ring.js';
import type { StreamOperator, SnapshotMode } from '../../../src/engine/operators/operator.js';
import { int32, struct } from '../../../src/engine/pipeline/recordTypes.js';
import {
  EventReader,
  eventRingMemory,
  EventWriter,
  type RecordedEvent,
} from '../../../src/engine/recorder/eventRing.js';
import { Alignment } from '../../../src/engine/task/alignment.js';
import type { ChannelState, EdgeName } from '../../../src/engine/task/channelState.js';
import type { ChannelStateUpload, Command, SubtaskEvent, Upload } from '../../../src/engine/task/commands.js';
import { EventTime } from '../../../src/engine/task/eventTime.js';
import { HeldInputs } from '../../../src/engine/task/heldInputs.js';
import { InputGate } from '../../../src/engine/task/inputGate.js';
import { Meter } from '../../../src/engine/task/meter.js';
import { Outputs } from '../../../src/engine/task/outputs.js';
import { lockLineBytes, lockWord, StateLock } from '../../../src/engine/task/stateLock.js';
import { Subtask, type Progress } from '../../../src/engine/task/subtask.js';

const codec = compileCodec(struct({ n: int32 }));
const edge: EdgeName = { from: 'up', to: 'down', nth: 0, fields: [['n', 'int32']], hasTimestamps: false };

export interface Rig {
  readonly subtask: Subtask;
  readonly inputs: readonly Input[];
  /** What came out so far: numbers for records, `|n` for barriers, `~n` for watermarks, `.` for the end. */
  readonly output: () => (number | string)[];
  readonly commands: Command[];
  readonly told: SubtaskEvent[];
  readonly uploads: Upload[];
  readonly following: ChannelStateUpload[];
  /** What it has recorded since the last call. */
  readonly recorded: () => RecordedEvent[];
  readonly phases: () => string[];
  /** Who holds the lock: 0 nobody, 1 processing, 2 the snapshot. */
  readonly lockHolder: () => number;
  readonly passTime: (ms: number) => void;
  /** Steps until the subtask says so. @throws Error after 100 steps. */
  readonly stepUntil: (progress: Progress) => void;
}

interface Input {
  records(...numbers: readonly number[]): void;
  barrier(checkpoint: number): void;
  watermark(time: number): void;
  idle(): void;
  announce(checkpoint: number, overtakeAt?: number): void;
  end(): void;
}

/** A subtask with small real channels and a clock that moves by 1 ms a reading; nothing else runs. */
export function rig(
  inputCount: number,
  makeOperator: (emit: (n: number) => void) => StreamOperator,
  options: { readonly mode?: SnapshotMode; readonly outputWords?: number } = {},
): Rig {
  const inputMemory = Array.from({ length: inputCount }, () => ringMemory(256));
  const writers = inputMemory.map((memory) => new RingWriter(memory));
  const outputMemory = ringMemory(options.outputWords ?? 256);
  const reader = new RingReader(outputMemory);
  const channel = { writer: new RingWriter(outputMemory), wakeReader: () => undefined };
  const outputs = new Outputs([{ ship: 'forward', name: edge, channels: [channel] }], codec as never, {
    timestamp: Number.NaN,
  });
  const alignment = new Alignment(inputCount);
  const gate = new InputGate(
    inputMemory.map((memory) => ({
      reader: new RingReader(memory),
      codec: codec as never,
      side: 0,
      edge,
      wakeWriter: () => undefined,
    })),
    alignment,
  );
  const eventMemory = eventRingMemory();
  const events = new EventWriter(eventMemory);
  const eventReader = new EventReader(eventMemory);
  const recorded = (): RecordedEvent[] => {
    meter.flush();
    return eventReader.drain();
  };
  const locks = new SharedArrayBuffer(lockLineBytes);
  const commands: Command[] = [];
  const told: SubtaskEvent[] = [];
  const uploads: Upload[] = [];
  const following: ChannelStateUpload[] = [];
  let time = 0;
  const world = {
    now: () => time++,
    receive: () => commands.shift(),
    tell: (event: SubtaskEvent) => void told.push(event),
    upload: (upload: Upload) => void uploads.push(upload),
    uploadChannelState: (upload: ChannelStateUpload) => void following.push(upload),
  };
  const operator = makeOperator((n) => outputs.emit({ n }));
  const mode = options.mode ?? 'copy-on-write';
  const lock = new StateLock(locks, 0);
  const meter = new Meter(events);
  const heldInputs = new HeldInputs(inputCount, events);
  const { timers } = operator;
  const eventTime = new EventTime({ inputCount, outputs, generator: undefined, timers });
  const subtask = new Subtask({
    operator,
    gate,
    alignment,
    heldInputs,
    outputs,
    eventTime,
    lock,
    meter,
    events,
    world,
    mode,
    snapshotsMax: 2,
  });
  return {
    subtask,
    inputs: writers.map((writer) => input(writer)),
    output: () => drain(reader),
    commands,
    told,
    uploads,
    following,
    recorded,
    phases: () => recorded().flatMap((event) => (event.kind === 'span' ? [event.phase] : [])),
    lockHolder: () => new Int32Array(locks)[lockWord]!,
    passTime: (ms) => void (time += ms),
    stepUntil(progress) {
      for (let steps = 0; steps < 100; steps++) if (subtask.step() === progress) return;
      throw new Error(`not ${progress} after 100 steps`);
    },
  };
}

function input(writer: RingWriter): Input {
  return {
    records(...numbers) {
      for (const n of numbers) writer.writeRecord(codec, { n });
      writer.flush();
    },
    barrier(checkpoint) {
      writer.writeBarrier(checkpoint);
      writer.flush();
    },
    watermark(time) {
      writer.writeWatermark(time);
      writer.flush();
    },
    idle() {
      writer.writeIdle();
      writer.flush();
    },
    announce(checkpoint, overtakeAt = 0) {
      writer.announce(checkpoint, overtakeAt);
    },
    end() {
      writer.writeEnd();
      writer.flush();
    },
  };
}

function drain(reader: RingReader): (number | string)[] {
  const seen: (number | string)[] = [];
  for (let kind = reader.peek(); kind !== undefined; kind = reader.peek()) {
    if (kind === 'record') seen.push(reader.takeRecord(codec).n);
    else if (kind === 'announced') seen.push(`|${reader.takeAnnouncement().checkpoint}`);
    else {
      const value = reader.takeControl();
      seen.push({ barrier: `|${value}`, watermark: `~${value}`, idle: 'idle', end: '.' }[kind]);
    }
  }
  reader.release();
  return seen;
}

/** The numbers that a checkpoint keeps of the channels. */
export function numbersIn(state: ChannelState | 'follows'): {
  readonly input: number[];
  readonly output: number[];
} {
  const of = (wanted: 'input' | 'output'): number[] =>
    (state === 'follows' ? [] : state)
      .filter(({ end }) => end === wanted)
      .flatMap(({ frames }) => {
        const views = viewsOf(frames.buffer);
        return [...framesIn(views)].map(({ at }) => codec.decode(views, at).n);
      });
  return { input: of('input'), output: of('output') };
}
