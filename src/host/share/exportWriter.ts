import type * as vscode from 'vscode';
import type { ExportEnding } from '../../share/exportKinds.js';
import type { Shared } from '../../share/shared.js';
import type { PackedTrace } from '../../trace/transfer.js';

/** A trace, and the kind of file that is wanted. */
export interface TraceExport {
  readonly ending: ExportEnding;
  readonly packed: PackedTrace;
  readonly about: Omit<Shared, 'trace' | 'unknown'>;
}

/** A trace to be written as a file, or a file as it is. */
export type ExportContent = TraceExport | string | Uint8Array;

/**
 * Writes an export beside the extension host's thread, whole or not at all: what was there before stays where it is cancelled or
 * fails. Says how many bytes there are so far. Rejects with `signal`'s reason when that aborts.
 */
export type ExportWriter = (
  content: ExportContent,
  target: vscode.Uri,
  signal: AbortSignal,
  written: (bytes: number) => void,
) => Promise<void>;

export function isTraceExport(content: ExportContent): content is TraceExport {
  return typeof content === 'object' && 'packed' in content;
}
