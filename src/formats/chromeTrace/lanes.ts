/** More intervals than this at one moment are not told apart: checkpoints of a subtask overlap a few at a time. */
const lanesMax = 256;

/** Puts intervals, which come sorted by start, onto lanes, so that no two on a lane overlap. */
export class Lanes {
  private readonly ends: number[] = [];

  /** The first lane that is free at `start`, taken until `end`. */
  take(start: number, end: number): number {
    const free = this.ends.findIndex((until) => until <= start);
    const lane = free === -1 ? Math.min(this.ends.length, lanesMax - 1) : free;
    this.ends[lane] = end;
    return lane;
  }
}
