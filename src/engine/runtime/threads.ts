import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import { WakeWord } from '../channels/wakeWord.js';
import type { RestoredState, SnapshotMode } from '../operators/operator.js';
import type { Graph } from '../pipeline/graph.js';
import { throttleMemory } from '../storage/throttle.js';
import type { Command } from '../task/commands.js';
import type { Epoch } from './clock.js';
import type {
  AbortUpload,
  FromSubtaskWorker,
  FromUploadWorker,
  PipelineSettings,
  SavepointUploads,
  SocketLink,
  SubtaskWorkerData,
  UploadWorkerData,
} from './messages.js';
import type { Plan } from './plan.js';
import type { SharedMemory } from './sharedMemory.js';
import { startSocketThread } from './socketThread.js';
import { startWorker } from './startWorker.js';

export interface ThreadsSettings {
  readonly pipeline: PipelineSettings;
  readonly graph: Graph;
  readonly plan: Plan;
  readonly memory: SharedMemory;
  readonly epoch: Epoch;
  readonly mode: SnapshotMode;
  readonly incremental: boolean;
  readonly maxConcurrent: number;
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

/**
 * The threads of a run: one for each subtask, one for the uploads of the subtasks with the same number, and one for each
 * socket that a source reads.
 */
export class Threads {
  private readonly subtasks: readonly Worker[];
  private readonly uploads: readonly Worker[];
  private readonly sockets: Worker[] = [];
  private readonly wakeWords: readonly WakeWord[];

  constructor(settings: ThreadsSettings, listener: ThreadsListener) {
    const { plan, memory } = settings;
    const lines = plan.subtasks.map(() => new MessageChannel());
    this.wakeWords = plan.subtasks.map(({ index }) => new WakeWord(memory.wakeWords, index));
    this.subtasks = plan.subtasks.map(({ index }) => {
      const lost = (error: Error): void => listener.lost(`the thread of subtask ${index}`, error);
      const hear = (worker: Worker): Worker =>
        worker
          .on('message', (message: FromSubtaskWorker) => listener.subtask(index, message))
          .on('error', lost)
          // What a function does to end the process ends its thread here.
          .on('exit', (code) => code !== 0 && lost(new Error(`exit code ${code}`)));
      const socket = startSocketThread(settings, index);
      if (socket) this.sockets.push(hear(socket.worker));
      return hear(startSubtask(settings, index, lines[index]!.port1, socket?.link));
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

  sendToUploads(message: AbortUpload | SavepointUploads): void {
    for (const worker of this.uploads) worker.postMessage(message);
  }

  /** Ends all threads, wherever they are. */
  async stop(): Promise<void> {
    const all = [...this.subtasks, ...this.uploads, ...this.sockets];
    await Promise.all(all.map((worker) => worker.terminate()));
  }
}

function startSubtask(
  settings: ThreadsSettings,
  index: number,
  uploads: MessagePort,
  socket: SocketLink | undefined,
): Worker {
  const { pipeline, mode, incremental, maxConcurrent, epoch, memory } = settings;
  const restored = settings.restored(index);
  const common = { pipeline, mode, incremental, maxConcurrent, epoch, memory };
  const data: SubtaskWorkerData = { ...common, index, uploads, restored, socket };
  const files = restored?.files.flatMap((file) => (file instanceof Uint8Array ? [file.buffer] : [])) ?? [];
  return startWorker('subtaskWorker', data, [uploads, ...files, ...(socket ? [socket.port] : [])]);
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
