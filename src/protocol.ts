import type { Diagnostic } from './trace/diagnostics.js';
import type { PackedTrace } from './trace/transfer.js';
import type { CheckpointIndex, OperatorIndex, SubtaskIndex } from './trace/units.js';

/** What is wrong with an input; `file` is its name where several were opened. */
export interface ShownDiagnostic extends Diagnostic {
  readonly file?: string;
}

/** From the extension host to the page. Each carries all it is about, so that a hidden page needs only the newest. */
export type ToWebview =
  | { readonly type: 'loading'; readonly file: string }
  | {
      readonly type: 'trace';
      readonly file: string;
      readonly trace: PackedTrace;
      /** What was wrong with the input, with its place; the trace then holds what could be read. */
      readonly diagnostics: readonly ShownDiagnostic[];
      /** The run that writes this trace goes on, and this editor can stop it. */
      readonly stoppable: boolean;
    }
  | { readonly type: 'unreadable'; readonly file: string; readonly diagnostics: readonly ShownDiagnostic[] }
  | { readonly type: 'trust'; readonly trusted: boolean }
  | { readonly type: 'reveal'; readonly operator: OperatorIndex }
  /** A command of the view that has a contributed key or sits in the command palette. */
  | { readonly type: 'command'; readonly command: ViewCommand };

export const viewCommands = [
  'fit',
  'zoomIn',
  'zoomOut',
  'undoZoom',
  'redoZoom',
  'nextCheckpoint',
  'previousCheckpoint',
  'showTable',
  'showStatistics',
  'showHelp',
  'find',
] as const;
export type ViewCommand = (typeof viewCommands)[number];

/** From the page to the extension host. */
export type FromWebview =
  | { readonly type: 'ready' }
  | { readonly type: 'openDefinition'; readonly operator: OperatorIndex }
  /** `file` as in a {@link ShownDiagnostic}. */
  | { readonly type: 'openAsText'; readonly file?: string; readonly offset?: number }
  | { readonly type: 'reload' }
  | { readonly type: 'stopRun' }
  | { readonly type: 'manageTrust' }
  | { readonly type: 'runExample' }
  | { readonly type: 'copy'; readonly text: string }
  /** What the page shows now, for the status bar. */
  | {
      readonly type: 'selection';
      readonly checkpoint?: CheckpointIndex;
      readonly operator?: OperatorIndex;
      readonly subtask?: SubtaskIndex;
    };
