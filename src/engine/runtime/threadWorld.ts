import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { WakeWord } from '../channels/wakeWord.js';
import type { ChannelStateUpload, Command, SubtaskEvent, Upload } from '../task/commands.js';
import type { World } from '../task/world.js';
import { processorWaitOfThread } from './processorWait.js';
import type { FromSubtaskWorker, ToUploadWorker } from './messages.js';

/** The world of a subtask that has a thread of its own: commands come by message ports, read without waiting. */
export class ThreadWorld implements World {
  readonly processorWait = processorWaitOfThread();
  private mailSeen = 0;

  constructor(
    readonly now: () => number,
    private readonly wakeWord: WakeWord,
    private readonly main: MessagePort,
    private readonly uploads: MessagePort,
  ) {}

  receive(): Command | undefined {
    // The count is read before the ports: mail that comes in between is found the next time.
    const mail = this.wakeWord.mailCount;
    if (mail === this.mailSeen) return undefined;
    for (const port of [this.main, this.uploads]) {
      const received = receiveMessageOnPort(port) as { readonly message: Command } | undefined;
      if (received) return received.message;
    }
    this.mailSeen = mail;
    return undefined;
  }

  tell(event: SubtaskEvent): void {
    this.main.postMessage({ type: 'event', event } satisfies FromSubtaskWorker);
  }

  upload(upload: Upload): void {
    this.post({ type: 'upload', ...upload, handedOver: this.now() });
  }

  uploadChannelState(upload: ChannelStateUpload): void {
    this.post({ type: 'channelState', ...upload });
  }

  private post(message: ToUploadWorker): void {
    this.uploads.postMessage(message);
  }

  /** Lets the thread end. */
  close(): void {
    this.main.close();
    this.uploads.close();
  }
}
