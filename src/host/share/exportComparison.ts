import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ComparisonView } from '../comparison/comparisonView.js';
import { exportChoices, isPicture, pictureEndings, type PictureEnding } from './exportChoices.js';
import type { ExportWish } from './exportTrace.js';
import type { ExportWriter } from './exportWriter.js';
import { offerToOpen } from './offerToOpen.js';
import { chooseTarget, writeExport } from './saveExport.js';

/** Writes a picture of a comparison as it is seen, of the kind and to the file that a person chooses. Gives the file. */
export async function exportComparison(
  view: ComparisonView,
  write: ExportWriter,
  { ending: wanted = '', target: to }: ExportWish = {},
): Promise<vscode.Uri | undefined> {
  const ending = isPicture(wanted) ? wanted : await chooseKind(view.label);
  if (!ending) return undefined;
  const picture = await view.picture(pictureEndings[ending]);
  if (picture === undefined) {
    void vscode.window.showInformationMessage(
      l10n.t('There is no comparison to export yet. Wait until both sides are read, then export it.'),
    );
    return undefined;
  }
  const target = to ?? (await chooseTarget(view.label, ending, view.file));
  if (!target) return undefined;
  await writeExport(typeof picture === 'string' ? picture : new Uint8Array(picture), target, write);
  void offerToOpen(target, ending);
  return target;
}

async function chooseKind(label: string): Promise<PictureEnding | undefined> {
  const items = exportChoices.flatMap(({ ending, icon, label: name }) =>
    isPicture(ending) ? [{ label: `$(${icon}) ${name}`, description: ending, ending }] : [],
  );
  const options = { title: l10n.t('Export {0}', label), placeHolder: l10n.t('What do you need?') };
  return (await vscode.window.showQuickPick(items, options))?.ending;
}
