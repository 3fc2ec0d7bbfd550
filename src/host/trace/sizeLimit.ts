import * as l10n from '@vscode/l10n';
import { formatBytes } from '../../analysis/quantities.js';
import type { Diagnostic } from '../../trace/diagnostics.js';

/**
 * A trace is in memory three times while it opens: its bytes, its columns, which are nearly as large, and the columns packed
 * for the page. A file above 2^29 bytes opens only where it is as our writer writes it, because no string can hold it.
 */
export const largestTraceBytes = 1_000_000_000;

/** Why a file of this size is not read; `undefined` if it is. */
export function sizeProblem(bytes: number): Diagnostic | undefined {
  if (bytes <= largestTraceBytes) return undefined;
  return {
    severity: 'error',
    message: l10n.t('The file has {size}; the largest trace that opens has {most}.', {
      size: formatBytes(bytes),
      most: formatBytes(largestTraceBytes),
    }),
    remedy: l10n.t('Record fewer checkpoints into one trace, or cut it to the checkpoints in question.'),
  };
}
