import { posix } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { matchOperators } from '../../definitions/matchOperators.js';
import type { PackedTrace } from '../../trace/transfer.js';
import type { OperatorIndex } from '../../trace/units.js';
import { traceFolderName } from '../manifest.js';
import { escapeGlob } from '../inputs/inputWatch.js';
import { columnFor } from './columnFor.js';
import { definitionPath, isTheDefinition } from './definitionPath.js';
import type { LazyLocator } from './lazyLocator.js';

/** Finds the operators in the text of a definition. */
export type OperatorLocator = Pick<LazyLocator, 'locate'>;

export interface DefinedOperator {
  readonly trace: vscode.Uri;
  readonly header: PackedTrace['header'];
  readonly operator: OperatorIndex;
  /** The column that shows the trace. */
  readonly column: vscode.ViewColumn | undefined;
}

/** Opens the definition of an operator at its line, if it can be found; says so if not. */
export async function openDefinition(defined: DefinedOperator, locator: OperatorLocator): Promise<void> {
  const operator = defined.header.operators[defined.operator];
  const uri = await findDefinition(defined);
  if (!uri) {
    const name = operator?.definedAt?.file ?? l10n.t('the definition');
    void vscode.window.showWarningMessage(
      l10n.t(
        'Cannot find {0}: it is neither where the run read it nor in this workspace. Open its folder and try again.',
        name,
      ),
    );
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const position = await placeOf(document, defined, locator);
  await vscode.window.showTextDocument(document, {
    viewColumn: columnFor(uri, defined.column),
    preview: false,
    selection: new vscode.Range(position, position),
  });
}

/** The exact definition, or a file of that name beside the trace's folder or in the workspace. */
async function findDefinition({ trace, header, operator }: DefinedOperator): Promise<vscode.Uri | undefined> {
  const wanted = definitionPath(header.source, header.operators[operator]);
  if (!wanted) return undefined;
  if (wanted.path !== undefined) {
    const uri = vscode.Uri.file(wanted.path);
    const allowed = isTheDefinition(header.source, wanted.path) || vscode.workspace.getWorkspaceFolder(uri);
    if (allowed && (await exists(uri))) return uri;
  }
  const folder = posix.dirname(trace.path);
  const beside = trace.with({ path: posix.join(folder, '..', wanted.name) });
  if (posix.basename(folder) === traceFolderName && (await exists(beside))) return beside;
  const found = await vscode.workspace.findFiles(`**/${escapeGlob(wanted.name)}`, '**/node_modules/**', 20);
  if (found.length < 2) return found[0];
  const items = found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  return (await vscode.window.showQuickPick(items, { title: l10n.t('Which {0}?', wanted.name) }))?.uri;
}

/** The operator's method as the text stands now; where it cannot be made out, the line that the run was told. */
async function placeOf(
  document: vscode.TextDocument,
  { header: { operators }, operator }: DefinedOperator,
  locator: OperatorLocator,
): Promise<vscode.Position> {
  const located = (await locator.locate(document.getText()))?.operators ?? [];
  const found = located[matchOperators(located, operators).indexOf(operator)];
  if (found) return new vscode.Position(found.line - 1, found.column);
  const line = Math.min(Math.max(operators[operator]?.definedAt?.line ?? 1, 1), document.lineCount) - 1;
  return new vscode.Position(line, document.lineAt(line).firstNonWhitespaceCharacterIndex);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
