import type { UnknownFields } from '../trace/ckptFormat.js';
import type { Trace } from '../trace/model.js';
import type { ShownDiagnostic } from '../protocol.js';
import type { CheckpointIndex } from '../trace/units.js';

/** What a person takes to a colleague: a trace, how it was looked at, and where it came from. */
export interface Shared {
  readonly trace: Trace;
  /** What of the trace file this version does not know. */
  readonly unknown?: UnknownFields | undefined;
  /** What the input is called: a file's name, several, a folder. */
  readonly file: string;
  /** What of the input could not be read. */
  readonly diagnostics: readonly ShownDiagnostic[];
  /** How it was looked at; absent where nobody has. */
  readonly view?: SharedView | undefined;
  /** The version of Checkpoint Lens. */
  readonly madeBy: string;
  /** Unix time, ms. */
  readonly madeAt: number;
}

/** What was seen when it was shared. */
export interface SharedView {
  /** Absent: the entire run. */
  readonly checkpoint?: CheckpointIndex | undefined;
  /** The state of the page, as only the page reads it. */
  readonly kept?: unknown;
}
