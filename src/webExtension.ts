import './host/language.js';
import * as vscode from 'vscode';
import { registerViewerCommands } from './host/commands/registerViewerCommands.js';
import { ComparisonEditor } from './host/comparison/comparisonEditor.js';
import { ComparisonViews } from './host/comparison/comparisonViews.js';
import { NoteBooks } from './host/notes/noteBooks.js';
import { JobChoices } from './host/trace/jobChoices.js';
import { registerExportCommands, registerLinkCommands } from './host/share/registerShareCommands.js';
import { TraceEditor } from './host/trace/traceEditor.js';
import { TraceInputs } from './host/trace/traceInputs.js';
import { TraceParser } from './host/trace/traceParser.js';
import { TraceViews } from './host/trace/traceViews.js';
import { browserThread } from './host/web/browserThread.js';
import { JobRows } from './host/trace/jobRows.js';
import { webExportWriter } from './host/web/webExportWriter.js';
import { noLocator, noRuns } from './host/web/withoutProcesses.js';
import { openExampleTrace } from './host/web/openExampleTrace.js';

/**
 * Puts the parts together where VS Code lives in a browser and has no Node: what opens and shows traces. Pipelines and recordings
 * need processes, and a cluster's REST API does not answer a browser's page from elsewhere.
 */
export function activate({
  extensionUri,
  subscriptions,
  workspaceState,
  globalState,
  globalStorageUri,
}: vscode.ExtensionContext): void {
  const worker = vscode.Uri.joinPath(extensionUri, 'dist/web/traceWorker.cjs');
  const parser = new TraceParser(() => browserThread(worker));
  const inputs = new TraceInputs(parser, new JobChoices(workspaceState));
  const views = new TraceViews(noRuns);
  const comparisons = new ComparisonViews();
  const editor = new TraceEditor({
    ...{ extensionUri, inputs, views, runs: noRuns, locator: noLocator },
    jobRows: new JobRows(globalState),
    noteBooks: new NoteBooks(globalStorageUri),
  });
  subscriptions.push(
    inputs,
    views,
    editor.register(),
    new ComparisonEditor({ extensionUri, inputs, views, locator: noLocator, comparisons }).register(),
    registerViewerCommands(views, comparisons),
    registerExportCommands(views, comparisons, webExportWriter(extensionUri)),
    registerLinkCommands(views),
    openExampleTrace(extensionUri),
  );
}
