import type { ChannelState } from '../task/channelState.js';
import type { ChannelStateUpload } from '../task/commands.js';

/** Channel state of one subtask that comes after the rest of its snapshot, when the last barrier is in. */
export class FollowingChannelState {
  private readonly come = new Map<number, ChannelState>();
  private readonly waiting = new Map<number, () => void>();

  came({ checkpoint, channelState }: ChannelStateUpload): void {
    this.come.set(checkpoint, channelState);
    this.waiting.get(checkpoint)?.();
  }

  /** Waits for that of a checkpoint. @throws the signal's reason when the checkpoint is given up */
  async of(checkpoint: number, signal: AbortSignal): Promise<ChannelState> {
    if (!this.come.has(checkpoint)) {
      await new Promise<void>((resolve) => {
        this.waiting.set(checkpoint, resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
        if (signal.aborted) resolve();
      });
    }
    const found = this.come.get(checkpoint);
    // Of older ones nothing is asked any more.
    for (const map of [this.come, this.waiting]) {
      for (const id of map.keys()) if (id <= checkpoint) map.delete(id);
    }
    if (found === undefined) throw signal.reason;
    return found;
  }
}
