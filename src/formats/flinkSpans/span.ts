import type { UnixMs } from '../evidence/model.js';

/** A span as Flink's trace reporters give it, whatever carried it. */
export interface FlinkSpan {
  /** `Checkpoint`, `Checkpoint_Task`, `Checkpoint_Subtask` or `JobInitialization`; others are of no interest. */
  readonly name: string;
  readonly start: UnixMs;
  readonly end: UnixMs;
  /** Attribute values as they came; angle brackets around a name's variables (`<job_id>`) are taken off. */
  readonly attributes: ReadonlyMap<string, string | number>;
  readonly children: readonly FlinkSpan[];
}
