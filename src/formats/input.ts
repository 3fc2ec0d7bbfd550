import type { UnknownFields } from '../trace/ckptFormat.js';
import type { Diagnostic } from '../trace/diagnostics.js';
import type { Trace } from '../trace/model.js';
import type { JobEvidence } from './evidence/model.js';

/** One file, unpacked, as it came. */
export interface InputFile {
  /** Its path from the folder that was opened, that folder's name included, with `/` between; of a single file its name. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What is wrong with one of several files; `file` is its name as an {@link InputFile}. */
export interface FileDiagnostic extends Diagnostic {
  readonly file: string;
}

/** A trace that needs no reconstruction. */
export interface WholeTrace {
  /** The file that holds it. */
  readonly file: string;
  readonly trace: Trace;
  /** What of our own format this version does not know; a rewrite keeps it. */
  readonly unknown?: UnknownFields;
}

/** What files of one format say: facts about jobs, to be merged with those of other files; or traces that are whole already. */
export interface InputContent {
  readonly evidence: readonly JobEvidence[];
  readonly traces: readonly WholeTrace[];
  /** What could not be read, with its place; the rest was. */
  readonly diagnostics: readonly FileDiagnostic[];
}

/**
 * Reads files of one format. Knows a format by its content: a name proves nothing, and only says what the content leaves
 * out. Neither function throws on any content, and both take time and memory in proportion to the files.
 */
export interface FormatReader {
  /** The format's name for people, as in `Flink history server archive`. */
  readonly format: string;
  /** Whether the file is of this format; looks no further into it than it must. */
  recognizes(file: InputFile): boolean;
  /** Reads all files of this format at once, because one may explain another. Reads as much of each as is sound. */
  read(files: readonly InputFile[]): InputContent;
}
