/** A barrier that its writer has announced instead of queueing it: it may overtake what lies in the channel before it. */
export interface Announcement {
  readonly checkpoint: number;
  /** Where the barrier stands among the frames of the channel: what comes before it was written before it. */
  readonly position: number;
  /** From when on it overtakes, ms since the run's epoch; until then it is met in its place. 0: at once. */
  readonly overtakeAt: number;
}

/** Words of a channel's head, from `announcements` on: a count, which is odd while the words after it are written. */
const count = 0;
const checkpointWord = 1;
const positionWord = 2;
const overtakeWords = 3;
export const announcementWords = 5;

const number = new Float64Array(1);
const halves = new Int32Array(number.buffer);

/** The writing end. A newer announcement takes the place of an older one, whose checkpoint it gives up. */
export class AnnouncementWriter {
  constructor(private readonly words: Int32Array) {}

  announce({ checkpoint, position, overtakeAt }: Announcement): void {
    const { words } = this;
    number[0] = overtakeAt;
    Atomics.add(words, count, 1);
    Atomics.store(words, checkpointWord, checkpoint);
    Atomics.store(words, positionWord, position);
    Atomics.store(words, overtakeWords, halves[0]!);
    Atomics.store(words, overtakeWords + 1, halves[1]!);
    Atomics.add(words, count, 1);
  }
}

/** The reading end. */
export class AnnouncementReader {
  /** The newest announcement, until it is passed. */
  pending: Announcement | undefined;
  private seen = 0;

  constructor(private readonly words: Int32Array) {}

  /** Takes note of what is announced; `false` while the writer is at it, who wakes the reader afterwards. */
  look(): boolean {
    const { words } = this;
    const found = Atomics.load(words, count);
    if (found === this.seen) return true;
    if (found & 1) return false;
    const checkpoint = Atomics.load(words, checkpointWord);
    const position = Atomics.load(words, positionWord);
    const low = Atomics.load(words, overtakeWords);
    const high = Atomics.load(words, overtakeWords + 1);
    if (Atomics.load(words, count) !== found) return false;
    halves[0] = low;
    halves[1] = high;
    this.seen = found;
    this.pending = { checkpoint, position, overtakeAt: number[0]! };
    return true;
  }
}
