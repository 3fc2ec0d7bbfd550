import type { ChannelStateUpload, Command, SubtaskEvent, Upload } from './commands.js';

/** All that a subtask cannot do itself. A runtime gives it: threads in production. */
export interface World {
  /** Milliseconds since the run's epoch, the same clock in all threads. */
  now(): number;
  /** How long the subtask has been ready to go on and had no processor since it began, ms; absent where nobody can tell. */
  readonly processorWait?: (() => number) | undefined;
  /** The next command, if there is one. */
  receive(): Command | undefined;
  tell(event: SubtaskEvent): void;
  /** Starts an upload beside processing; `releaseSnapshot` comes back when its keyed state, if it has any, has been read. */
  upload(upload: Upload): void;
  /** Adds what an upload under way waits for. */
  uploadChannelState(upload: ChannelStateUpload): void;
}
