import type { InputFile } from '../../formats/input.js';
import type { ShownDiagnostic } from '../../protocol.js';
import type { PackedTrace } from '../../trace/transfer.js';

/** What the reading thread is asked. */
export interface ParseRequest {
  readonly files: readonly InputFile[];
  /** The job that a person chose; the one with the most checkpoints where it is absent or not there any more. */
  readonly job?: string;
}

/** One of the jobs that the files are about. */
export interface JobSummary {
  readonly id: string;
  readonly name: string;
  readonly checkpoints: number;
  readonly state?: string;
}

/** What files hold of one job, as far as they could be read. */
export interface ReadableTrace {
  readonly type: 'trace';
  readonly packed: PackedTrace;
  readonly diagnostics: readonly ShownDiagnostic[];
  /** All jobs of the files. */
  readonly jobs: readonly JobSummary[];
  /** The id of the one that this trace is of. */
  readonly job: string;
}

/** Files of which nothing could be read, and why. */
export interface UnreadableTrace {
  readonly type: 'unreadable';
  readonly diagnostics: readonly ShownDiagnostic[];
}

export type ParsedTrace = ReadableTrace | UnreadableTrace;

/** An {@link UnreadableTrace} for one reason. */
export function unreadable(message: string, remedy?: string): UnreadableTrace {
  return {
    type: 'unreadable',
    diagnostics: [{ severity: 'error', message, ...(remedy === undefined ? {} : { remedy }) }],
  };
}
