import type { UnixMs } from '../evidence/model.js';
import type { Attributes } from './attributes.js';

/** An event as Flink's event reporter gives it, as a log record: `CheckpointEvent`, `JobStatusChangeEvent`. */
export interface FlinkEvent {
  readonly name: string;
  /** When it happened: of a checkpoint its latest acknowledgement, -1 where there was none. */
  readonly at: UnixMs;
  readonly attributes: Attributes;
}
