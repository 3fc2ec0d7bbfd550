import type { UnknownFields } from '../trace/ckptFormat.js';
import type { Trace } from '../trace/model.js';
import type { ShownDiagnostic } from '../protocol.js';
import type { Note } from '../trace/notes/note.js';
import type { CheckpointIndex, Ms } from '../trace/units.js';

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
  /** Notes on it, where a person asked for them. */
  readonly notes?: readonly Note[] | undefined;
  /** The version of Checkpoint Lens. */
  readonly madeBy: string;
  /** Unix time, ms. */
  readonly madeAt: number;
}

/** What was seen when it was shared. */
export interface SharedView {
  /** Absent: the entire run. */
  readonly checkpoint?: CheckpointIndex | undefined;
  /** Several on one axis, ascending. */
  readonly several?: readonly CheckpointIndex[] | undefined;
  /** The measured range, in the trace's own time. */
  readonly measured?: { readonly from: Ms; readonly to: Ms } | undefined;
  /** The state of the page, as only the page reads it. */
  readonly kept?: unknown;
}
