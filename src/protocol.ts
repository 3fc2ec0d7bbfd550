import type { Diagnostic } from './trace/diagnostics.js';
import type { Note, NoteChange } from './trace/notes/note.js';
import type { PackedTrace } from './trace/transfer.js';
import type { Phase } from './trace/model.js';
import type { CheckpointIndex, Ms, OperatorIndex, SubtaskIndex } from './trace/units.js';

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
      /** How the rows of the job were arranged last, as a page gave it; another version of the page may have. */
      readonly rows?: unknown;
    }
  | { readonly type: 'unreadable'; readonly file: string; readonly diagnostics: readonly ShownDiagnostic[] }
  /** Whether the folder is trusted, and whether pipelines can run here at all. */
  | { readonly type: 'trust'; readonly trusted: boolean; readonly canRun: boolean }
  | { readonly type: 'reveal'; readonly operator: OperatorIndex }
  | { readonly type: 'goTo'; readonly place: ViewPlace }
  /** All notes on the job that is shown, what of them cannot be read, and the name of their file, if there is one. */
  | {
      readonly type: 'notes';
      readonly notes: readonly Note[];
      readonly problems: readonly ShownDiagnostic[];
      readonly file?: string;
    }
  /** A question; the page answers with the same id. */
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly what: keyof PageAnswers;
      readonly wishes?: PictureWishes | undefined;
    }
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
  'changeTimeFormat',
  'collapseIdleTime',
  'showCriticalPath',
  'measure',
  'showTable',
  'showStatistics',
  'showOverlay',
  'showReplay',
  'showHelp',
  'find',
  'clearFilter',
  'sortRows',
  'groupRows',
  'setRowHeight',
  'pinRow',
  'hideRow',
  'showHiddenRows',
  'editNote',
  'pickMoment',
  'deleteNote',
  'nextNote',
  'previousNote',
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
  /** Asks what to compare the trace with. */
  | { readonly type: 'compare' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'changeNote'; readonly change: NoteChange }
  /** Opens the file of the notes as text. */
  | { readonly type: 'openNotes'; readonly offset?: number }
  /** To the question of that id; absent where the page shows no trace. */
  | { readonly type: 'answer'; readonly id: number; readonly answer?: PageAnswers[keyof PageAnswers] }
  /** How a person arranged the rows, to be kept for the job. */
  | { readonly type: 'rows'; readonly settings: unknown }
  /** What the page shows now, for the status bar. */
  | {
      readonly type: 'selection';
      readonly checkpoint?: CheckpointIndex;
      readonly operator?: OperatorIndex;
      readonly subtask?: SubtaskIndex;
    };

/** A place in the picture, to come back to. */
export interface ViewPlace {
  /** Absent: the entire run. */
  readonly checkpoint?: CheckpointIndex | undefined;
  /** What the axis shows, from the checkpoint's trigger, or from the start of the run; absent: all there is. */
  readonly range?: { readonly from: Ms; readonly to: Ms } | undefined;
  /** Several that are shown on one axis, ascending; `checkpoint` is absent then. */
  readonly several?: readonly CheckpointIndex[] | undefined;
  /** The measured range, in the trace's own time. */
  readonly measured?: { readonly from: Ms; readonly to: Ms } | undefined;
  readonly selection?:
    | {
        readonly operator: OperatorIndex;
        readonly subtask?: SubtaskIndex | undefined;
        readonly bar?: { readonly checkpoint: CheckpointIndex; readonly phase: Phase } | undefined;
      }
    | undefined;
  readonly filter: string;
}

/** What a page can be asked, and what it answers. */
export interface PageAnswers {
  /** How the trace is looked at now; `kept` is the page's own state, which only a page reads. */
  readonly view: { readonly place: ViewPlace; readonly kept: unknown; readonly rows: ShownRows };
  /** A picture of what is seen: the bytes of a PNG, the text of an SVG. */
  readonly png: ArrayBuffer;
  readonly svg: string;
}

/** How many subtasks are in view, and how many one can scroll to. */
export interface ShownRows {
  readonly seen: number;
  readonly all: number;
}

/** What a person wants in a picture. */
export interface PictureWishes {
  /** All rows, not only those in view. */
  readonly whole: boolean;
  readonly notes: boolean;
}

/** What a page that was exported has inside it, beside the columns of its trace. */
export interface ExportedPage {
  readonly file: string;
  readonly header: PackedTrace['header'];
  readonly diagnostics: readonly ShownDiagnostic[];
  /** The state that the page was in, as only the page reads it; absent where none was open. */
  readonly kept?: unknown;
  readonly notes?: readonly Note[] | undefined;
  /** The checkpoint to open on; absent: the newest that was completed, or as `kept` says. */
  readonly checkpoint?: CheckpointIndex | undefined;
  /** The version of Checkpoint Lens that made it, and when: Unix time, ms. */
  readonly madeBy: string;
  readonly madeAt: number;
}

/** One bar of a trace. */
export interface SpanPlace {
  readonly checkpoint: CheckpointIndex;
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
  readonly phase: Phase;
}

/** One of the traces in a comparison, as far as it has been read. */
export interface ComparedSide {
  readonly label: string;
  /** Only the checkpoint of this number; without it the whole run. */
  readonly checkpoint?: number;
  readonly state:
    | { readonly type: 'loading' }
    | { readonly type: 'unreadable'; readonly diagnostics: readonly ShownDiagnostic[] }
    | { readonly type: 'trace'; readonly trace: PackedTrace };
}

/** What a comparison does by commands, too; those of the same name do it in a trace. */
export const comparisonCommands = ['swapSides', 'zoomIn', 'zoomOut', 'showTable', 'find'] as const;
export type ComparisonCommand = (typeof comparisonCommands)[number];

/** From the extension host to the page of a comparison: all its sides, at least two, or a command. */
export type ToComparison =
  | { readonly type: 'sides'; readonly sides: readonly ComparedSide[] }
  | { readonly type: 'command'; readonly command: ComparisonCommand }
  /** A picture of what is seen, and nothing else, can be asked for. */
  | Extract<ToWebview, { type: 'ask' }>;

/** A side of a comparison that is summed up; `chosen` are the numbers of its checkpoints, where not all are compared. */
export interface SummarySide {
  readonly side: number;
  readonly chosen?: readonly number[] | undefined;
}

/** From the page of a comparison to the extension host. */
export type FromComparison =
  | { readonly type: 'ready' }
  /** Opens the trace of a side, at a bar or a checkpoint where one is named. */
  | {
      readonly type: 'open';
      readonly side: number;
      readonly place?: SpanPlace | undefined;
      readonly checkpoint?: CheckpointIndex | undefined;
    }
  /** Goes to the line of an operator of a side. */
  | { readonly type: 'openDefinition'; readonly side: number; readonly operator: OperatorIndex }
  /** Copies a summary of two sides. */
  | { readonly type: 'copyMarkdown'; readonly before: SummarySide; readonly after: SummarySide }
  | Extract<FromWebview, { type: 'answer' }>
  | { readonly type: 'copy'; readonly text: string };
