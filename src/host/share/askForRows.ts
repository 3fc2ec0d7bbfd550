import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatCount } from '../../analysis/quantities.js';
import type { ShownRows } from '../../protocol.js';

/** Whether a picture is to have all rows, where more are there than are in view. Undefined where the person gave up. */
export async function askForRows({ seen, all }: ShownRows): Promise<boolean | undefined> {
  if (all <= seen) return false;
  const inView = seen === 1 ? l10n.t('The Row in View') : l10n.t('The {0} Rows in View', formatCount(seen));
  const whole = l10n.t('All {0} Rows', formatCount(all));
  const options = {
    title: l10n.t('Export'),
    placeHolder: l10n.t('The picture is as high as its rows.'),
  };
  const chosen = await vscode.window.showQuickPick([inView, whole], options);
  return chosen === undefined ? undefined : chosen === whole;
}
