import type { ThreadData } from '../threadLanguage.js';
import type { TraceExport } from './exportWriter.js';

/** What the exporting thread is asked: a trace, and the new file to write it into. */
export interface ExportRequest extends ThreadData, TraceExport {
  /** Path of a file that is not there yet. */
  readonly path: string;
  /** Folder of the bundled page. */
  readonly dist: string;
}

/** What the thread says: how many bytes it has written, then that it is done, or why it cannot. */
export type ExportEvent =
  | { readonly type: 'written'; readonly bytes: number }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly message: string };
