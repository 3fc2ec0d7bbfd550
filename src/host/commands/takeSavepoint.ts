import { isAbsolute } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { errorText } from '../errorText.js';
import { notificationText } from '../notificationText.js';
import { optionWords } from '../runs/options/optionWords.js';
import { PipelineRun } from '../runs/pipelineRun.js';
import type { Runs } from '../runs/runs.js';
import type { TraceViews } from '../trace/traceViews.js';
import { meantRun } from './meantRun.js';

export interface SavepointParts {
  readonly runs: Runs;
  readonly views: TraceViews;
  readonly log: vscode.LogOutputChannel;
}

/** Takes a savepoint of the pipeline that is meant, and says where it is; with `stop` the pipeline ends with it. */
export async function takeSavepoint(
  { runs, views, log }: SavepointParts,
  stop: boolean,
  resource?: vscode.Uri,
): Promise<void> {
  const pipelines = runs.all.filter((run) => run instanceof PipelineRun);
  const run = await meantRun(pipelines, views, l10n.t('A savepoint of which pipeline?'), resource);
  if (!run) {
    void vscode.window.showInformationMessage(
      l10n.t('No pipeline runs. Start one, then take a savepoint of it.'),
    );
    return;
  }
  const name = runs.nameOf(run);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: stop ? l10n.t('Stopping {0} with a savepoint', name) : l10n.t('Taking a savepoint of {0}', name),
  };
  try {
    const uri = await vscode.window.withProgress(options, () => run.savepoint(stop));
    log.info(`${run.title}: savepoint ${uri}`);
    void offer(uri, name, log);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn(`${run.title}: savepoint failed: ${reason}`);
    const said = { pipeline: name, reason: optionWords(errorText(reason)) };
    void vscode.window.showErrorMessage(
      notificationText(l10n.t('No savepoint of {pipeline}: {reason}.', said)),
    );
  }
}

/** In the storage of its checkpoints: a folder of this machine can be shown, one elsewhere only copied. */
async function offer(path: string, pipeline: string, log: vscode.LogOutputChannel): Promise<void> {
  const reveal = l10n.t('Reveal');
  const copy = l10n.t('Copy Path');
  const message = l10n.t('The savepoint of {pipeline} is complete. It stays until you delete it: {path}', {
    pipeline,
    path,
  });
  const choice = await vscode.window.showInformationMessage(
    notificationText(message),
    ...(isAbsolute(path) ? [reveal] : []),
    copy,
  );
  if (choice === copy) await vscode.env.clipboard.writeText(path);
  if (choice !== reveal) return;
  await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(path)).then(undefined, () => {
    log.warn(`Cannot reveal ${path}`);
  });
}
