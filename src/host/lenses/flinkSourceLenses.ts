import { posix } from 'node:path';
import * as vscode from 'vscode';
import { closestJobs } from '../../definitions/flink/closestJobs.js';
import type { SourceOperator } from '../../definitions/flink/sourceOperator.js';
import type { SourceFiles } from '../definitions/sourceFiles.js';
import { codeLensSection, lensCommands, settings } from '../manifest.js';
import type { PackedTrace } from '../../trace/transfer.js';
import type { TraceInput } from '../trace/traceInput.js';
import type { TraceViews } from '../trace/traceViews.js';
import { lineRange } from './lineRange.js';
import { sourceLensText } from './sourceLensText.js';
import { statisticsOfPacked } from './statisticsOfPacked.js';

const documents: vscode.DocumentSelector = [
  ...['java', 'python', 'sql', 'flinksql'].map((language) => ({ language })),
  { pattern: '**/*.sql' },
];

/**
 * Lenses on the sources of Flink jobs, in Java, Python and SQL: what the checkpoints of each operator cost in the trace that is
 * open. Without an open trace of the very job there are none, and no source is read.
 */
export class FlinkSourceLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: { dispose(): unknown }[];

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly views: TraceViews,
    private readonly files: SourceFiles,
  ) {
    this.subscriptions = [
      this.changed,
      vscode.languages.registerCodeLensProvider(documents, this),
      views.onDidChange(() => this.changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(codeLensSection)) this.changed.fire();
      }),
    ];
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    const jobs = this.views.inputs.flatMap(flinkJob);
    if (jobs.length === 0 || !isEnabled(document)) return [];
    const operators = await this.files.ofDocument(document);
    if (operators.length === 0 || token.isCancellationRequested) return [];
    return lensesOf(operators, jobs);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** None where the source is that of no job. */
function lensesOf(operators: readonly SourceOperator[], jobs: readonly FlinkJob[]): vscode.CodeLens[] {
  const closest = closestJobs(
    operators,
    jobs.map(({ packed }) => packed.header.operators),
  );
  const [of] = closest;
  if (!of) return [];
  const { uri, packed } = jobs[of.job]!;
  const statistics = statisticsOfPacked(packed);
  const trace = closest.length > 1 ? posix.basename(uri.path) : undefined;
  const onLine = new Map<number, number>();
  operators.forEach(({ line }, position) => {
    if (of.matches[position]) onLine.set(line, (onLine.get(line) ?? 0) + 1);
  });
  return operators.flatMap((source, position) => {
    const match = of.matches[position];
    if (!match) return [];
    const { vertex } = match.operator;
    const isOneOfSeveral = onLine.get(source.line)! > 1;
    const { resolution } = packed.header.source;
    const lens = { source, match, isOneOfSeveral, trace };
    const text = sourceLensText(lens, statistics[vertex]!, resolution);
    if (!text) return [];
    return [
      new vscode.CodeLens(lineRange(source), {
        ...text,
        command: lensCommands.revealOperator,
        arguments: [uri, vertex],
      }),
    ];
  });
}

interface FlinkJob {
  readonly uri: vscode.Uri;
  readonly packed: PackedTrace;
}

function flinkJob({ uri, state }: TraceInput): FlinkJob[] {
  return state.type === 'trace' && state.packed.header.source.kind === 'flink'
    ? [{ uri, packed: state.packed }]
    : [];
}

function isEnabled(document: vscode.TextDocument): boolean {
  const configuration = vscode.workspace.getConfiguration(undefined, document);
  return (
    configuration.get<boolean>(settings.codeLensEnabled, true) &&
    configuration.get<boolean>(settings.codeLensFlinkSources, true)
  );
}
