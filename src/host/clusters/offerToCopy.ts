import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { notificationText } from '../notificationText.js';

/** Says where the savepoint of a job is, and copies it when a person wants that. */
export async function offerToCopy(job: string, place: string): Promise<void> {
  const copy = l10n.t('Copy Path');
  const choice = await vscode.window.showInformationMessage(
    notificationText(l10n.t('The savepoint of {job} is {place}.', { job, place })),
    copy,
  );
  if (choice === copy) await vscode.env.clipboard.writeText(place);
}
