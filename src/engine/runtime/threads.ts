import { MessageChannel, Worker, type MessagePort, type Transferable } from 'node:worker_threads';
import { WakeWord } from '../channels/wakeWord.js';
import type { RestoredState } from '../operators/operator.js';
import type { SnapshotMode } from '../operators/operator.js';
import { throttleMemory } from '../storage/throttle.js';
import type { Command } from '../task/commands.js';
import type { Epoch } from './clock.js';
import type {
  AbortUpload,
  FromSubtaskWorker,
  FromUploadWorker,
  PipelineSettings,
  SubtaskWorkerData,
  UploadWorkerData,
} from './messages.js';
import type { Plan } from './plan.js';
import type { SharedMemory } from './sharedMemory.js';

export interface ThreadsSettings {
  readonly pipeline: PipelineSettings;
  readonly plan: Plan;
  readonly memory: SharedMemory;
  readonly epoch: Epoch;
  readonly mode: SnapshotMode;
  readonly storage: string;
  readonly run: string;
  /** Bytes per second of all uploads together. */
  readonly throttle: number | undefined;
  readonly restored: (subtask: number) => RestoredState | undefined;
}

/** What the threads report; `index` is the subtask's. */
export interface ThreadsListener {
  readonly subtask: (index: number, message: FromSubtaskWorker) => void;
  readonly upload: (message: FromUploadWorker) => void;
  /** A thread ended by itself in a way it never should. */
  readonly lost: (what: string, error: Error) => void;
}

/** A worker's code lies beside this file's once it is built. */
export function startWorker(name: string, data: unknown, transferList: readonly Transferable[] = []): Worker {
  return new Worker(new URL(`./${name}.js`, import.meta.url), {
    workerData: data,
    transferList: [...transferList],
    name,
    // A host's own flags, as a debugger's, are not for these threads.
    execArgv: [],
  });
}

/** The threads of a run: one for each subtask, and one for the uploads of the subtasks with the same number. */
export class Threads {
  private readonly subtasks: readonly Worker[];
  private readonly uploads: readonly Worker[];
  private readonly wakeWords: readonly WakeWord[];

  constructor(settings: ThreadsSettings, listener: ThreadsListener) {
    const { plan, memory } = settings;
    const lines = plan.subtasks.map(() => new MessageChannel());
    this.wakeWords = plan.subtasks.map(({ index }) => new WakeWord(memory.wakeWords, index));
    this.subtasks = plan.subtasks.map(({ index }) => {
      const worker = startSubtask(settings, index, lines[index]!.port1);
      worker.on('message', (message: FromSubtaskWorker) => listener.subtask(index, message));
      worker.on('error', (error) => listener.lost(`the thread of subtask ${index}`, error));
      return worker;
    });
    this.uploads = startUploads(
      settings,
      lines.map((line) => line.port2),
    );
    for (const worker of this.uploads) {
      worker.on('message', (message: FromUploadWorker) => listener.upload(message));
      worker.on('error', (error) => listener.lost('an upload thread', error));
    }
  }

  /** Lets all subtasks begin. */
  start(): void {
    for (const worker of this.subtasks) worker.postMessage('start');
  }

  send(index: number, command: Command): void {
    this.subtasks[index]!.postMessage(command);
    this.wakeWords[index]!.mailPosted();
  }

  sendToAll(command: Command): void {
    this.subtasks.forEach((_, index) => this.send(index, command));
  }

  abortUploads(checkpoint: number): void {
    for (const worker of this.uploads) {
      worker.postMessage({ type: 'abortCheckpoint', checkpoint } satisfies AbortUpload);
    }
  }

  /** Ends all threads, wherever they are. */
  async stop(): Promise<void> {
    await Promise.all([...this.subtasks, ...this.uploads].map((worker) => worker.terminate()));
  }
}

function startSubtask(settings: ThreadsSettings, index: number, uploads: MessagePort): Worker {
  const { pipeline, mode, epoch, memory, restored } = settings;
  const restoredState = restored(index);
  const data: SubtaskWorkerData = { pipeline, index, mode, epoch, memory, uploads, restored: restoredState };
  const files = restoredState?.files.map(({ buffer }) => buffer as ArrayBuffer) ?? [];
  return startWorker('subtaskWorker', data, [uploads, ...files]);
}

function startUploads(settings: ThreadsSettings, ports: readonly MessagePort[]): Worker[] {
  const { storage, run, epoch, memory, plan } = settings;
  const throttle = settings.throttle && { memory: throttleMemory(), bytesPerSecond: settings.throttle };
  const slots = [...new Set(plan.subtasks.map(({ subtask }) => subtask))];
  return slots.map((slot) => {
    const subtasks = plan.subtasks
      .filter(({ subtask }) => subtask === slot)
      .map(({ index, operator, subtask }) => ({ index, operator, subtask, port: ports[index]! }));
    const data: UploadWorkerData = {
      storage,
      run,
      epoch,
      throttle: throttle === 0 ? undefined : throttle,
      wakeWords: memory.wakeWords,
      subtasks,
    };
    return startWorker(
      'uploadWorker',
      data,
      subtasks.map(({ port }) => port),
    );
  });
}
