import { basename } from 'node:path/posix';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { comparisonAddress, mostCompared, type ComparedInput } from '../inputs/comparisonAddress.js';
import { inputListOf } from '../inputs/inputList.js';
import { inputNames } from '../inputs/inputNames.js';
import { comparisonViewType } from '../manifest.js';

/** Shows traces beside one another, the first as what was before. */
export async function openComparison(inputs: readonly ComparedInput[]): Promise<void> {
  const uri = vscode.Uri.from(comparisonAddress(inputs));
  await vscode.commands.executeCommand('vscode.openWith', uri, comparisonViewType, { preview: false });
}

/** Shows files beside one another, in the order of their names. */
export async function compareFiles(uris: readonly vscode.Uri[]): Promise<void> {
  if (uris.length < 2 || uris.length > mostCompared) {
    void vscode.window.showErrorMessage(
      l10n.t('Select two files or folders to compare, or up to {0}.', mostCompared),
    );
    return;
  }
  await openComparison(comparedUris(uris));
}

/** What to call each: its file's name, or as much of the path as tells two of one name apart. */
export function comparedUris(uris: readonly vscode.Uri[]): readonly ComparedInput[] {
  const short = uris.map(nameOf);
  const names = new Set(short).size === short.length ? short : inputNames(uris.map(({ path }) => path));
  return uris.map((uri, place) => ({ uri: uri.toString(), label: names[place]! }));
}

export function nameOf(uri: vscode.Uri): string {
  return inputListOf(uri)?.label ?? basename(uri.path);
}
