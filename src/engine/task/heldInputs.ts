import type { EventWriter } from '../recorder/eventRing.js';

/** Since when each input of a subtask has been held back by the alignment under way. */
export class HeldInputs {
  /** By input, ms since the epoch; NaN where it is not held back. */
  private readonly since: Float64Array;

  constructor(
    inputCount: number,
    private readonly events: EventWriter,
  ) {
    this.since = new Float64Array(inputCount).fill(Number.NaN);
  }

  /** Another checkpoint's alignment begins. */
  begin(): void {
    this.since.fill(Number.NaN);
  }

  /** The input's barrier has come, and others have not. */
  hold(input: number, now: number): void {
    this.since[input] = now;
  }

  /** Records how long each was held back; `until` all were opened again, ms since the epoch. */
  record(checkpoint: number, until: number): void {
    this.since.forEach((since, input) => {
      if (since < until) this.events.heldInput(checkpoint, input, since, until);
    });
    this.begin();
  }
}
