import * as vscode from 'vscode';
import type { OperatorLocator } from '../definitions/openDefinition.js';
import type { SourceFiles } from '../definitions/sourceFiles.js';
import { viewTypes } from '../manifest.js';
import type { NoteBooks } from '../notes/noteBooks.js';
import type { JobRows } from './jobRows.js';
import type { Share } from '../shares.js';
import type { TraceInput } from './traceInput.js';
import type { TraceInputs } from './traceInputs.js';
import { TraceView, type RunningTraces } from './traceView.js';
import type { TraceViews } from './traceViews.js';
import { editorPage } from './editorPage.js';

export interface TraceEditorParts {
  readonly extensionUri: vscode.Uri;
  readonly inputs: TraceInputs;
  readonly views: TraceViews;
  readonly runs: RunningTraces;
  readonly locator: OperatorLocator;
  /** Where sources of Flink jobs can be looked through. */
  readonly sources?: SourceFiles | undefined;
  readonly jobRows: JobRows;
  readonly noteBooks: NoteBooks;
}

class TraceDocument implements vscode.CustomDocument {
  constructor(
    readonly uri: vscode.Uri,
    readonly shared: Share<TraceInput>,
  ) {}

  dispose(): void {
    this.shared.dispose();
  }
}

/** The read-only editor of trace files. */
export class TraceEditor implements vscode.CustomReadonlyEditorProvider<TraceDocument> {
  constructor(private readonly parts: TraceEditorParts) {}

  register(): vscode.Disposable {
    const options = {
      supportsMultipleEditorsPerDocument: true,
      // A million spans are there at once when their tab is shown again; for how long, the view decides.
      webviewOptions: { retainContextWhenHidden: true },
    };
    return vscode.Disposable.from(
      ...Object.values(viewTypes).map((viewType) =>
        vscode.window.registerCustomEditorProvider(viewType, this, options),
      ),
    );
  }

  /** Returns before the file is read: the page says that it is loading, and closing it stops the reading. */
  openCustomDocument(uri: vscode.Uri): TraceDocument {
    return new TraceDocument(uri, this.parts.inputs.acquire(uri));
  }

  resolveCustomEditor(document: TraceDocument, panel: vscode.WebviewPanel): void {
    const html = editorPage(panel.webview, this.parts.extensionUri, 'webview');
    this.parts.views.add(new TraceView(panel, document.shared.value, this.parts, html));
  }
}
