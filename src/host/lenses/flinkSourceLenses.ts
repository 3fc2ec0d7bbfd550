import * as vscode from 'vscode';
import { matchSource } from '../../definitions/flink/matchSource.js';
import type { SourceOperator } from '../../definitions/flink/sourceOperator.js';
import type { SourceFiles } from '../definitions/sourceFiles.js';
import { codeLensSection, lensCommands, settings } from '../manifest.js';
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
    const jobs = this.views.inputs.filter(isFlinkJob);
    if (jobs.length === 0 || !isEnabled(document)) return [];
    const operators = await this.files.ofDocument(document);
    if (operators.length === 0 || token.isCancellationRequested) return [];
    for (const job of jobs) {
      const lenses = this.lensesOf(operators, job);
      if (lenses) return lenses;
    }
    return [];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Undefined where the source is not that of the job. */
  private lensesOf(
    operators: readonly SourceOperator[],
    { uri, state }: TraceInput,
  ): vscode.CodeLens[] | undefined {
    if (state.type !== 'trace') return undefined;
    const { header } = state.packed;
    const matches = matchSource(operators, header.operators);
    if (!matches) return undefined;
    const statistics = statisticsOfPacked(state.packed);
    return operators.flatMap((source, position) => {
      const match = matches[position];
      if (!match) return [];
      const { vertex } = match.operator;
      const text = sourceLensText({ source, match }, statistics[vertex]!, header.source.resolution);
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
}

function isFlinkJob({ state }: TraceInput): boolean {
  return state.type === 'trace' && state.packed.header.source.kind === 'flink';
}

function isEnabled(document: vscode.TextDocument): boolean {
  const configuration = vscode.workspace.getConfiguration(undefined, document);
  return (
    configuration.get<boolean>(settings.codeLensEnabled, true) &&
    configuration.get<boolean>(settings.codeLensFlinkSources, true)
  );
}
