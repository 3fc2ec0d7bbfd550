import { formatBytes } from '../../analysis/quantities.js';
import type { Diagnostic } from '../../trace/diagnostics.js';

/** A longer text does not fit into one JavaScript string. */
export const largestTraceBytes = 512_000_000;

/** Why a file of this size is not read; `undefined` if it is. */
export function sizeProblem(bytes: number): Diagnostic | undefined {
  if (bytes <= largestTraceBytes) return undefined;
  return {
    severity: 'error',
    message: `The file has ${formatBytes(bytes)}; the largest trace that opens has ${formatBytes(largestTraceBytes)}.`,
    remedy: 'Record fewer checkpoints into one trace, or cut it to the checkpoints in question.',
  };
}
