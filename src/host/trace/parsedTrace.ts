import type { OperatorStatistics } from '../../analysis/statistics.js';
import type { Diagnostic } from '../../trace/diagnostics.js';
import type { PackedTrace } from '../../trace/transfer.js';

/** What a trace file holds, as far as it could be read, with all that needs a walk over its spans. */
export interface ReadableTrace {
  readonly type: 'trace';
  readonly packed: PackedTrace;
  readonly diagnostics: readonly Diagnostic[];
  readonly statistics: readonly OperatorStatistics[];
}

/** A file of which nothing could be read, and why. */
export interface UnreadableTrace {
  readonly type: 'unreadable';
  readonly diagnostics: readonly Diagnostic[];
}

export type ParsedTrace = ReadableTrace | UnreadableTrace;

/** An {@link UnreadableTrace} for one reason. */
export function unreadable(message: string, remedy?: string): UnreadableTrace {
  return {
    type: 'unreadable',
    diagnostics: [{ severity: 'error', message, ...(remedy === undefined ? {} : { remedy }) }],
  };
}
