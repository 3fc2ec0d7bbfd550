import type { PageParts } from '../../share/htmlPage.js';
import type { TraceExport } from '../share/exportWriter.js';

/** What the exporting worker is asked: a trace, and the bundled page in case the kind needs it. */
export interface WebExportRequest extends TraceExport {
  readonly page: PageParts;
}

/** What it says: how many bytes there are, then all of them, or why it cannot. */
export type WebExportEvent =
  | { readonly type: 'written'; readonly bytes: number }
  | { readonly type: 'done'; readonly content: Uint8Array }
  | { readonly type: 'failed'; readonly message: string };
