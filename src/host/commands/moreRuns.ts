import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { commands } from '../manifest.js';

/** What can be done with a definition beside the runs that have lenses of their own; the palette has it too. */
export async function moreRuns(definition: vscode.Uri): Promise<void> {
  const items = [
    {
      label: l10n.t('$(settings) Run with Options…'),
      detail: l10n.t(
        'Parallelism, storage on HDFS or S3, unaligned checkpoints, restarts and all else of one run.',
      ),
      command: commands.runWithOptions,
    },
    {
      label: l10n.t('$(history) Run from Checkpoint or Savepoint…'),
      detail: l10n.t('Go on where a run left off.'),
      command: commands.runFromCheckpoint,
    },
    {
      label: l10n.t('$(server-environment) Run on Flink…'),
      detail: l10n.t('Run this pipeline on a Flink cluster, through its SQL Gateway.'),
      command: commands.runOnFlink,
    },
    {
      label: l10n.t('$(bookmark) Run on Flink from Savepoint…'),
      detail: l10n.t('Go on where a job of this pipeline was stopped.'),
      command: commands.runOnFlinkFromSavepoint,
    },
    {
      label: l10n.t('$(database) Show Flink SQL'),
      detail: l10n.t('Show this pipeline as Flink SQL that gives the same results.'),
      command: commands.showFlinkSql,
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: l10n.t('What to do with this pipeline?'),
  });
  if (chosen) await vscode.commands.executeCommand(chosen.command, definition);
}
