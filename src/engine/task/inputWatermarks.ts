/**
 * Event time at the inputs of a subtask: the least watermark of the inputs that are not idle. It never goes back, also not
 * when an input that was idle is behind.
 */
export class InputWatermarks {
  private readonly watermarks: Float64Array;
  private readonly idle: boolean[];
  private combined: number;

  /** @param restored how far event time had come in the checkpoint to start from */
  constructor(inputCount: number, restored = -Infinity) {
    this.watermarks = new Float64Array(inputCount).fill(-Infinity);
    this.idle = new Array<boolean>(inputCount).fill(false);
    this.combined = restored;
  }

  get current(): number {
    return this.combined;
  }

  /** Whether no input has anything to say of event time. */
  get isIdle(): boolean {
    return this.idle.every(Boolean);
  }

  /** An input's event time has come so far; that it is idle no longer is also said by this. */
  advance(input: number, watermark: number): void {
    this.idle[input] = false;
    this.watermarks[input] = Math.max(this.watermarks[input]!, watermark);
    this.combine();
  }

  /** An input is idle: the others do not wait for it. */
  becomeIdle(input: number): void {
    this.idle[input] = true;
    this.combine();
  }

  /** With all inputs idle nobody waits for anybody: the furthest counts. */
  private combine(): void {
    const active = this.watermarks.filter((_, input) => !this.idle[input]);
    const common = active.length > 0 ? Math.min(...active) : Math.max(...this.watermarks);
    this.combined = Math.max(this.combined, common);
  }
}
