import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { matchSource, type SourceMatch } from '../../definitions/flink/matchSource.js';
import { surestMatch } from '../../definitions/flink/surestMatch.js';
import type { SourceOperator } from '../../definitions/flink/sourceOperator.js';
import type { PackedTrace } from '../../trace/transfer.js';
import type { OperatorIndex } from '../../trace/units.js';
import { columnFor } from './columnFor.js';
import type { DefinedOperator } from './openDefinition.js';
import type { SourceFiles } from './sourceFiles.js';
import { sourceFileGlob, sourceLanguageOf } from './sourceLanguages.js';

const notLookedAt = '**/{node_modules,target,build,out,dist,.git,.venv,venv,site-packages}/**';
const mostFiles = 5_000;

interface Found {
  readonly uri: vscode.Uri;
  readonly source: SourceOperator;
  readonly match: SourceMatch;
}

/**
 * Opens the source of a job's operator at its line: looks through the open documents, then through the workspace, for a
 * program that makes this job. Answers false where none does.
 */
export async function openSource(
  { header, operator, column: traceColumn }: Omit<DefinedOperator, 'trace'>,
  files: SourceFiles,
): Promise<boolean> {
  const found =
    (await inOpenDocuments(header, operator, files)) ?? (await inWorkspace(header, operator, files));
  if (!found) return false;
  const { line, column } = found.source;
  const position = new vscode.Position(line - 1, column);
  await vscode.window.showTextDocument(found.uri, {
    preview: false,
    viewColumn: columnFor(found.uri, traceColumn),
    selection: new vscode.Range(position, position),
  });
  return true;
}

async function inOpenDocuments(
  header: PackedTrace['header'],
  operator: OperatorIndex,
  files: SourceFiles,
): Promise<Found | undefined> {
  const found: Found[] = [];
  for (const document of vscode.workspace.textDocuments) {
    found.push(...foundIn(document.uri, await files.ofDocument(document), header, operator));
  }
  return surestMatch(found);
}

async function inWorkspace(
  header: PackedTrace['header'],
  operator: OperatorIndex,
  files: SourceFiles,
): Promise<Found | undefined> {
  const title = l10n.t(
    'Looking for the source of {0}',
    header.operators[operator]?.name ?? l10n.t('the operator'),
  );
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (_, token) => {
    const found: Found[] = [];
    for (const uri of await vscode.workspace.findFiles(sourceFileGlob, notLookedAt, mostFiles, token)) {
      if (token.isCancellationRequested) break;
      const language = sourceLanguageOf({ path: uri.path });
      const bytes = await vscode.workspace.fs.readFile(uri).then(undefined, () => undefined);
      if (!language || !bytes) continue;
      const operators = await files.ofText(new TextDecoder().decode(bytes), language);
      found.push(...foundIn(uri, operators, header, operator));
    }
    return surestMatch(found);
  });
}

function foundIn(
  uri: vscode.Uri,
  operators: readonly SourceOperator[],
  header: PackedTrace['header'],
  operator: OperatorIndex,
): Found[] {
  const matches = matchSource(operators, header.operators) ?? [];
  return matches.flatMap((match, position) =>
    match?.operator.vertex === operator ? [{ uri, source: operators[position]!, match }] : [],
  );
}
