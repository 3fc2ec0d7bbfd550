import { language } from './host/language.js';
import * as vscode from 'vscode';
import { mayBeAlive } from './engine/control/livingProcess.js';
import { Clusters } from './host/clusters/clusters.js';
import { ClusterStore } from './host/clusters/clusterStore.js';
import { ClusterTree } from './host/clusters/clusterTree.js';
import { FlinkClientFile } from './host/clusters/flinkClientFile.js';
import { registerClusterCommands } from './host/clusters/registerClusterCommands.js';
import { ComparisonEditor } from './host/comparison/comparisonEditor.js';
import { ComparisonViews } from './host/comparison/comparisonViews.js';
import { registerCommands } from './host/commands/registerCommands.js';
import { registerViewerCommands } from './host/commands/registerViewerCommands.js';
import { LazyLocator } from './host/definitions/lazyLocator.js';
import { SourceFiles } from './host/definitions/sourceFiles.js';
import { NoteBooks } from './host/notes/noteBooks.js';
import { Gateways } from './host/flinkSql/gateways.js';
import { leftJobsStatus } from './host/flinkSql/leftJobs.js';
import { LastSavepoints } from './host/flinkSql/lastSavepoints.js';
import { StartedJobs } from './host/flinkSql/startedJobs.js';
import { FlinkSourceLenses } from './host/lenses/flinkSourceLenses.js';
import { PipelineLenses } from './host/lenses/pipelineLenses.js';
import { RecordingFiles } from './host/recordings/recordingFiles.js';
import { runningRecordings } from './host/recordings/recordJob.js';
import { KeptOptions } from './host/runs/options/keptOptions.js';
import { StorageCredentials } from './host/runs/options/storageCredentials.js';
import { DefinitionProblems } from './host/runs/definitionProblems.js';
import { runStatus } from './host/runs/runProgress.js';
import { Runs } from './host/runs/runs.js';
import { JobChoices } from './host/trace/jobChoices.js';
import { JobRows } from './host/trace/jobRows.js';
import { TraceEditor } from './host/trace/traceEditor.js';
import { nodeThread } from './host/trace/nodeThread.js';
import { TraceInputs } from './host/trace/traceInputs.js';
import { TraceParser } from './host/trace/traceParser.js';
import { TraceViews } from './host/trace/traceViews.js';

let running: Runs | undefined;

/** Puts the parts together. Nothing here reads a file, starts a thread or a process, or asks a cluster: that waits until it is asked for. */
export function activate(context: vscode.ExtensionContext): void {
  const { extensionUri, subscriptions, globalState: memory } = context;
  const built = (file: string): string => vscode.Uri.joinPath(extensionUri, 'dist', file).fsPath;
  const log = vscode.window.createOutputChannel('Checkpoint Lens', { log: true });
  const commandLine = built('cli.js');
  const runs = (running = new Runs());
  const inputs = new TraceInputs(
    new TraceParser(() => nodeThread(built('traceWorker.cjs'))),
    new JobChoices(context.workspaceState),
    mayBeAlive,
  );
  const locator = new LazyLocator(built(''));
  const sources = new SourceFiles(built(''));
  const views = new TraceViews(runs);
  const comparisons = new ComparisonViews();
  const flinkClient = new FlinkClientFile(built('flinkClient.cjs'), language);
  const clusters = new Clusters(new ClusterStore(memory, context.secrets), flinkClient);
  const gateways = new Gateways(memory, context.secrets, clusters, flinkClient);
  const started = new StartedJobs(context.workspaceState);
  const savepoints = new LastSavepoints(context.workspaceState);
  const problems = new DefinitionProblems();
  const recordingFiles = new RecordingFiles(context.globalStorageUri);
  subscriptions.push(
    log,
    runs,
    inputs,
    views,
    clusters,
    problems,
    new TraceEditor({
      ...{ extensionUri, inputs, views, runs, locator, sources },
      jobRows: new JobRows(memory),
      noteBooks: new NoteBooks(context.globalStorageUri),
    }).register(),
    new ComparisonEditor({ extensionUri, inputs, views, locator, sources, comparisons }).register(),
    new PipelineLenses({ runs, inputs, locator }),
    new FlinkSourceLenses(views, sources),
    new ClusterTree(clusters, runningRecordings(runs)),
    runStatus(runs),
    leftJobsStatus(started, runs),
    registerViewerCommands(views, comparisons),
    registerCommands({
      ...{ extensionUri, runs, inputs, views, comparisons, log, commandLine },
      ...{ problems, clusters, gateways, started, savepoints },
      options: new KeptOptions(context.workspaceState),
      credentials: new StorageCredentials(context.secrets),
    }),
    registerClusterCommands({ clusters, runs, recordingFiles, log, commandLine, memory }),
  );
}

/** Ends what runs, so that no engine and no recorder outlives its window. */
export async function deactivate(): Promise<void> {
  await running?.stopAll();
}
