import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** Asks from which savepoint a definition is to go on, a URI of the cluster's file systems; undefined where a person gives up. */
export async function askSavepoint(name: string, last: string | undefined): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title: l10n.t('Run {0} on Flink from a Savepoint', name),
    prompt: l10n.t(
      'The folder of a savepoint or checkpoint that a job of this pipeline took, as the cluster names it.',
    ),
    placeHolder: 'hdfs://namenode/savepoints/savepoint-1a2b3c-4d5e6f',
    ignoreFocusOut: true,
    ...(last === undefined ? {} : { value: last }),
    validateInput: (text) =>
      text.trim() === ''
        ? l10n.t('Give the savepoint’s folder, as its stop or Flink’s page said it.')
        : undefined,
  });
  return typed?.trim();
}
