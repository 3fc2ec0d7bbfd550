import { writeChannelState } from '../../src/engine/checkpoint/channelStateFile.js';
import type { StateFile } from '../../src/engine/checkpoint/coordinator.js';
import { channelStatePath, stateFilePath } from '../../src/engine/checkpoint/metadata.js';
import type { Plan } from '../../src/engine/runtime/plan.js';
import { writeStateFile } from '../../src/engine/state/stateFile.js';
import type { KeyedState } from '../../src/engine/state/keyedState.js';
import type { ChannelState } from '../../src/engine/task/channelState.js';
import type { ChannelStateUpload, Upload } from '../../src/engine/task/commands.js';
import type { Delays } from './delays.js';
import { distinctPages } from './memoryAudit.js';
import { preempted } from './preemption.js';
import type { ProcessSettings, Surroundings } from './processSettings.js';
import type { Send, SimulatedMain } from './simulatedMain.js';

/** An upload reads 2, 4, 8 … pieces in a row, by one of so many powers of 2. */
const atOncePowers = 6;

/** One in so many reads is interrupted, at one of so many touches of shared memory, for so many steps at most. */
const preemptedOnceIn = 3;
const touches = 8;
const preemptedMax = 3;

const none: readonly RunningUpload[] = [];

export interface RunningUpload {
  readonly index: number;
  readonly upload: Upload;
  readonly pieces: Uint8Array[];
  /** How many pieces it reads in a row. */
  readonly atOnce: number;
  /** The keyed state, while it is read. */
  reading: Iterator<Uint8Array> | undefined;
  file: StateFile | undefined;
  channelState: ChannelState | undefined;
}

/** What the upload threads of a process reach of it. */
export interface UploadSurroundings {
  readonly world: Surroundings;
  readonly settings: ProcessSettings;
  readonly plan: Plan;
  readonly main: SimulatedMain;
  readonly delays: Delays;
  readonly send: Send;
  readonly tell: (subtask: number, message: () => void) => void;
  /** The keyed state of a subtask, as it is now. */
  readonly stateOf: (subtask: number) => KeyedState | undefined;
  /** The subtask goes on while a snapshot of its state is read. */
  readonly step: (subtask: number) => void;
}

/** The upload threads of a simulated process. */
export class SimulatedUploads {
  private readonly running: RunningUpload[] = [];

  constructor(private readonly parts: UploadSurroundings) {}

  begin(index: number, upload: Upload): void {
    const { delays, world } = this.parts;
    delays.maybe('storage');
    const { keyed } = upload.snapshot;
    const reading = keyed && writeStateFile(keyed, this.buildsOn(upload) !== undefined);
    const channelState = upload.channelState === 'follows' ? undefined : upload.channelState;
    const atOnce = 2 << world.schedule.oneOf(atOncePowers);
    this.running.push({ index, upload, pieces: [], atOnce, reading, file: undefined, channelState });
  }

  follows(index: number, { checkpoint, channelState }: ChannelStateUpload): void {
    const upload = this.running.find((each) => each.index === index && each.upload.checkpoint === checkpoint);
    if (upload) upload.channelState = channelState;
  }

  /** Snapshots of a subtask's state that are read. */
  readingOf(index: number): readonly Upload[] {
    return this.running.flatMap((each) =>
      each.index === index && each.reading !== undefined ? [each.upload] : [],
    );
  }

  /** The uploads that do not wait for channel state. */
  goingOn(): readonly RunningUpload[] {
    const { delays, main } = this.parts;
    if (this.running.length === 0 || delays.holds('storage')) return none;
    return this.running.filter(
      ({ reading, channelState, upload }) =>
        reading !== undefined || channelState !== undefined || main.aborted.has(upload.checkpoint),
    );
  }

  /** An upload reads on in its snapshot, or writes its channel state, and ends with the last piece. */
  goOn(running: RunningUpload): void {
    const { main, delays, world, settings, send } = this.parts;
    const { index, upload, pieces, reading } = running;
    const { checkpoint } = upload;
    const isAborted = main.aborted.has(checkpoint);
    const isAtEnd = isAborted || this.readOn(running);
    delays.maybe('storage');
    if (!isAtEnd) return;
    const fails = isAborted || world.schedule.onceIn(settings.uploadFailsOnceIn);
    if (reading) {
      const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
      send(index, { type: 'releaseSnapshot', checkpoint, bytes });
      running.reading = undefined;
      if (!fails) {
        this.countPages(running);
        running.file = this.putFile(running, stateFilePath, pieces);
      }
    }
    if (fails || running.channelState) {
      this.running.splice(this.running.indexOf(running), 1);
      if (fails) this.failed(running, isAborted);
      else this.ended(running, running.channelState!);
    }
  }

  /** What was being written to the storage is there in part. */
  leaveUnfinished(): void {
    const { world, main } = this.parts;
    for (const running of this.running) {
      const { pieces, file } = running;
      if (file === undefined && pieces.length > 0) {
        const whole = pieces.slice(0, -1);
        const torn = pieces.at(-1)!;
        const rest = torn.subarray(0, world.schedule.oneOf(torn.length));
        this.putFile(running, stateFilePath, [...whole, rest]);
        main.happened.set('a torn upload', 1);
      }
    }
  }

  /** What became of the pages of the snapshot while it was read. */
  private countPages({ index, upload }: RunningUpload): void {
    const { main, stateOf } = this.parts;
    const tables = stateOf(index)?.tables ?? [];
    for (const [nth, { pages }] of (upload.snapshot.keyed?.tables ?? []).entries()) {
      const before = distinctPages(pages).length;
      const now = distinctPages(tables[nth]!.view().pages).length;
      if (now > before) main.happened.set('pages were split while they were read', 1);
      if (now < before) main.happened.set('pages were merged while they were read', 1);
    }
  }

  /** Whether there is no more to read. */
  private readOn({ index, reading, pieces, atOnce }: RunningUpload): boolean {
    for (let left = atOnce; left > 0; left--) {
      const piece = reading && this.read(index, reading);
      if (piece?.done !== false) return true;
      pieces.push(Uint8Array.from(piece.value));
    }
    return false;
  }

  private read(index: number, reading: Iterator<Uint8Array>): IteratorResult<Uint8Array> {
    const { world, step } = this.parts;
    const read = (): IteratorResult<Uint8Array> => reading.next();
    if (!world.schedule.onceIn(preemptedOnceIn)) return read();
    const steps = 1 + world.schedule.oneOf(preemptedMax);
    return preempted(read, world.schedule.oneOf(touches), () => {
      for (let left = steps; left > 0; left--) step(index);
    });
  }

  private putFile(
    { index, upload }: RunningUpload,
    pathOf: (operator: number, subtask: number) => string,
    pieces: Iterable<Uint8Array>,
  ): StateFile {
    const { plan, main, world } = this.parts;
    const { operator, subtask } = plan.subtasks[index]!;
    const path = pathOf(operator, subtask);
    const folder = main.folderOf(upload.checkpoint);
    return { path, ...world.storage.putPieces(`${folder}/${path}`, [...pieces]) };
  }

  private failed({ index, upload: { checkpoint } }: RunningUpload, isAborted: boolean): void {
    const { tell, main } = this.parts;
    const reason = isAborted ? 'it was given up' : 'the storage failed';
    tell(index, () => main.decide({ type: 'declined', checkpoint, reason }));
  }

  /** A savepoint has all in its own folder. */
  private buildsOn({ checkpoint, snapshot }: Upload): number | undefined {
    return this.parts.main.isSavepoint(checkpoint) ? undefined : snapshot.buildsOn;
  }

  private ended(running: RunningUpload, records: ChannelState): void {
    const { tell, main } = this.parts;
    const { index, upload, file } = running;
    const { checkpoint, snapshot } = upload;
    const buildsOn = this.buildsOn(upload);
    const acknowledgement = {
      ...(buildsOn === undefined ? {} : { buildsOn }),
      ...(snapshot.state ? { state: snapshot.state } : {}),
      ...(file ? { file } : {}),
      ...(records.length > 0
        ? { channelState: this.putFile(running, channelStatePath, writeChannelState(records)) }
        : {}),
    };
    tell(index, () => main.decide({ type: 'acknowledged', checkpoint, subtask: index, acknowledgement }));
  }
}
