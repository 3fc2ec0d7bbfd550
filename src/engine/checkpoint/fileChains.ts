import type { Acknowledgement } from './coordinator.js';
import { besideCheckpoint } from './metadata.js';

/** The acknowledgements of one checkpoint by the indices of the subtasks. */
type Acknowledgements = ReadonlyMap<number, Acknowledgement>;

/** Subtasks build on the newest checkpoint that they know to be complete; with one under way more are never asked for. */
const rememberedMax = 8;

/**
 * Which state files of a run's earlier checkpoints belong to a later one, whose own files have only what has changed.
 */
export class FileChains {
  private readonly published = new Map<number, Acknowledgements>();

  /** @param maxConcurrent so many checkpoints are under way at most, while others complete */
  constructor(private readonly maxConcurrent: number) {}

  /**
   * Names in each acknowledgement the earlier files that its own builds on.
   *
   * @returns in words what is missing, when a checkpoint to build on is not there any more
   */
  withEarlier(acknowledgements: Acknowledgements): Acknowledgements | string {
    const whole = new Map<number, Acknowledgement>();
    for (const [subtask, acknowledgement] of acknowledgements) {
      const { buildsOn } = acknowledgement;
      if (buildsOn === undefined) {
        whole.set(subtask, acknowledgement);
        continue;
      }
      const base = this.published.get(buildsOn)?.get(subtask);
      if (base?.file === undefined) return `it builds on checkpoint ${buildsOn}, which is not there any more`;
      const { path } = base.file;
      const earlier = [...(base.earlier ?? []), { ...base.file, path: besideCheckpoint(buildsOn, path) }];
      whole.set(subtask, { ...acknowledgement, earlier });
    }
    return whole;
  }

  /** A checkpoint is published, with the earlier files named. */
  add(checkpoint: number, acknowledgements: Acknowledgements): void {
    this.published.set(checkpoint, acknowledgements);
    const [oldest] = this.published.keys();
    if (this.published.size >= rememberedMax + this.maxConcurrent) this.published.delete(oldest!);
  }

  /** Checkpoints were removed: nothing can build on them any more. */
  forget(checkpoints: readonly number[]): void {
    for (const checkpoint of checkpoints) this.published.delete(checkpoint);
  }

  /** Somebody else removed files: nothing builds on what was published so far. */
  forgetAll(): void {
    this.published.clear();
  }
}
