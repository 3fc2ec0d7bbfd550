import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { pipelineSuffix } from '../manifest.js';
import { pipelineNameProblem, pipelineTemplate } from './pipelineTemplate.js';
import { freeName, targetFolder } from './targetFolder.js';

/** Asks for a name, writes a small working definition, and opens it. */
export async function newPipeline(): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: l10n.t('New Pipeline'),
    prompt: l10n.t('A file of this name with {0} is made.', pipelineSuffix),
    value: 'clicks',
    validateInput: pipelineNameProblem,
  });
  if (name === undefined) return;
  const folder = await targetFolder(l10n.t('New Pipeline'));
  if (!folder) return;
  const uri = await freeName(folder, name, pipelineSuffix);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(pipelineTemplate(name)));
  await vscode.window.showTextDocument(uri, { preview: false });
}
