import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { matchOperators } from '../../definitions/matchOperators.js';
import type { PipelineLocation } from '../../definitions/pipelineLocation.js';
import type { LazyLocator } from '../definitions/lazyLocator.js';
import { commands, lensCommands, pipelineSuffix, settings, snapshotModes } from '../manifest.js';
import { snapshotTitles } from '../runs/runRequest.js';
import type { Runs } from '../runs/runs.js';
import type { TraceSource } from '../../trace/model.js';
import type { TraceInput } from '../trace/traceInput.js';
import type { TraceInputs } from '../trace/traceInputs.js';
import { DefinitionTrace } from './definitionTrace.js';
import { lineRange } from './lineRange.js';
import { operatorDetails, operatorNumbers } from './operatorNumbers.js';
import { statisticsOfPacked } from './statisticsOfPacked.js';

export interface LensParts {
  readonly runs: Runs;
  readonly inputs: TraceInputs;
  readonly locator: LazyLocator;
}

/** Lenses of pipeline definitions: how to run it above the pipeline, what its last run measured above each operator. */
export class PipelineLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly traces = new Map<string, DefinitionTrace>();
  private readonly subscriptions: { dispose(): unknown }[];

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly parts: LensParts) {
    this.subscriptions = [
      this.changed,
      vscode.languages.registerCodeLensProvider({ scheme: '*', pattern: `**/*${pipelineSuffix}` }, this),
      parts.runs.onDidChange(() => this.runsChanged()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.changed.fire()),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.codeLensEnabled)) this.changed.fire();
      }),
    ];
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    const configuration = vscode.workspace.getConfiguration(undefined, document);
    if (!configuration.get<boolean>(settings.codeLensEnabled, true)) return [];
    const location = await this.parts.locator.locate(document.getText());
    if (!location || token.isCancellationRequested) return [];
    const trace = this.traceOf(document.uri).input;
    return [
      ...this.pipelineLenses(document.uri, location, trace),
      ...(trace ? operatorLenses(location, trace) : []),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const trace of this.traces.values()) trace.dispose();
    this.traces.clear();
  }

  private pipelineLenses(
    uri: vscode.Uri,
    location: PipelineLocation,
    trace: TraceInput | undefined,
  ): vscode.CodeLens[] {
    const range = lineRange(location);
    return [
      ...this.runCommands(uri),
      ...(trace
        ? [
            {
              title: `$(graph) ${l10n.t('Show chart')}`,
              command: lensCommands.showTrace,
              arguments: [trace.uri],
            },
          ]
        : []),
    ].map((command) => new vscode.CodeLens(range, command));
  }

  private runCommands(uri: vscode.Uri): vscode.Command[] {
    if (!vscode.workspace.isTrusted) {
      const title = `$(shield) ${l10n.t('Pipelines do not run in Restricted Mode')}`;
      const tooltip = l10n.t('Pipelines run code from this folder. Trust it to run them.');
      return [{ title, tooltip, command: 'workbench.trust.manage' }];
    }
    if (this.parts.runs.of(uri.fsPath)) {
      return [{ title: `$(debug-stop) ${l10n.t('Stop')}`, command: commands.stop, arguments: [uri] }];
    }
    const modes = snapshotModes.map((mode) => ({
      title: mode === 'copy-on-write' ? `$(play) ${l10n.t('Run with checkpoints')}` : snapshotTitles[mode],
      tooltip: runTooltips[mode],
      command: commands.runPipeline,
      arguments: [uri, mode],
    }));
    return [
      ...modes,
      {
        title: l10n.t('compare'),
        tooltip: l10n.t('Run this pipeline in all three modes, one after the other, and compare them.'),
        command: commands.compareModes,
        arguments: [uri],
      },
      // One for all others: more than these are cut in an editor of half the width.
      {
        title: l10n.t('more…'),
        tooltip: l10n.t('Run with options, from a checkpoint or savepoint, or on Flink.'),
        command: lensCommands.moreRuns,
        arguments: [uri],
      },
    ];
  }

  private traceOf(definition: vscode.Uri): DefinitionTrace {
    const key = definition.toString();
    let trace = this.traces.get(key);
    if (!trace) {
      trace = new DefinitionTrace(definition, this.parts.inputs);
      trace.onDidChange(() => this.changed.fire());
      this.traces.set(key, trace);
    }
    return trace;
  }

  private forget(definition: vscode.Uri): void {
    this.traces.get(definition.toString())?.dispose();
    this.traces.delete(definition.toString());
  }

  private runsChanged(): void {
    for (const trace of this.traces.values()) trace.lookSoon();
    this.changed.fire();
  }
}

const runTooltips: Readonly<Record<(typeof snapshotModes)[number], string>> = {
  'copy-on-write': l10n.t(
    'Run this pipeline on the embedded engine. Under the lock only references are copied; the upload runs beside processing.',
  ),
  'full-copy': l10n.t('The same run, but all state is copied under the lock.'),
  blocking: l10n.t('The same run, but all state is written to storage under the lock.'),
};

/** A trace may have been made by another version, with other modes. */
const titles: Readonly<Record<string, string>> = snapshotTitles;

function operatorLenses(location: PipelineLocation, { state, uri }: TraceInput): vscode.CodeLens[] {
  if (state.type !== 'trace') return [];
  const { operators, source } = state.packed.header;
  const matches = matchOperators(location.operators, operators);
  const statistics = statisticsOfPacked(state.packed);
  const { resolution } = source;
  return location.operators.flatMap((located, position) => {
    const operator = matches[position];
    const ofOperator = operator === undefined ? undefined : statistics[operator];
    const numbers = ofOperator && operatorNumbers(ofOperator, resolution);
    if (!numbers) return [];
    const command = {
      title: withOrigin(numbers, source),
      tooltip: operatorDetails(ofOperator, resolution),
      command: lensCommands.revealOperator,
      arguments: [uri, operator],
    };
    return [new vscode.CodeLens(lineRange(located), command)];
  });
}

/** What is not the engine's usual run says of which it is. */
function withOrigin(numbers: string, { kind, snapshot }: TraceSource): string {
  if (kind === 'flink') return l10n.t('on Flink: {0}', numbers);
  if (snapshot === undefined || snapshot === 'copy-on-write') return numbers;
  return l10n.t('{mode}: {numbers}', { mode: titles[snapshot] ?? snapshot, numbers });
}
