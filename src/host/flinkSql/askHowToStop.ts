import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { JobEnding } from '../../flink/runReport.js';
import type { FlinkRun } from './flinkRun.js';

/** Asks how the job of a run is to end; undefined where it is to go on. Before there is a job only the run ends. */
export async function askHowToStop({ title, detail, job }: FlinkRun): Promise<JobEnding | undefined> {
  if (job === undefined) return 'cancel';
  const savepoint = l10n.t('Stop with Savepoint');
  const cancel = l10n.t('Cancel the Job');
  const leave = l10n.t('Stop Recording Only');
  const keep: vscode.MessageItem = { title: l10n.t('Keep Running'), isCloseAffordance: true };
  const choice = await vscode.window.showWarningMessage(
    l10n.t('Stop {0} on Flink?', title),
    {
      modal: true,
      detail: l10n.t(
        'Job {job} of {gateway}. A savepoint keeps its state, so that it can go on from there. A cancelled job loses what came after its last checkpoint.',
        { job, gateway: detail },
      ),
    },
    ...[savepoint, cancel, leave].map((text): vscode.MessageItem => ({ title: text })),
    keep,
  );
  const endings = new Map<string, JobEnding>([
    [savepoint, 'savepoint'],
    [cancel, 'cancel'],
    [leave, 'leave'],
  ]);
  return choice && endings.get(choice.title);
}
