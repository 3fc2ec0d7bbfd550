/** What one run of the keyed count gave. */
export interface RunFigures {
  /** In the window, checkpoints included. */
  readonly recordsPerSecond: number;
  /** Flink's sync durations, our lock holds, of the counting subtasks, ms. */
  readonly holds: readonly number[];
  /** Records per second while a counting subtask uploaded, as a share of those before the checkpoint. */
  readonly duringUpload: number | undefined;
}

/** What is to be run. */
export interface RunRequest {
  readonly keys: number;
  readonly parallelism: number;
  readonly intervalMs: number;
  /** Until every key is there and the code is compiled. */
  readonly warmMs: number;
  /** What is measured, after that. */
  readonly windowMs: number;
}
