import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { JobEnding } from '../../flink/runReport.js';
import type { FlinkRun } from './flinkRun.js';

/** Of which job it is asked. */
type AskedJob = Pick<FlinkRun, 'title' | 'detail'> & { readonly job: string };

/** Asks how the job of a run is to end; undefined where it is to go on. Before there is a job only the run ends. */
export async function askHowToStop({ title, detail, job }: FlinkRun): Promise<JobEnding | undefined> {
  if (job === undefined) return 'cancel';
  const leave = { title: l10n.t('Stop Recording Only'), ending: 'leave' } as const;
  return ask({ title, detail, job }, [...endings(), leave]);
}

/** The same for a job that no run follows. */
export function askHowToEnd(job: AskedJob): Promise<'savepoint' | 'cancel' | undefined> {
  return ask(job, endings());
}

interface Answer<Ending> extends vscode.MessageItem {
  readonly ending: Ending | undefined;
}

function endings(): readonly Answer<'savepoint' | 'cancel'>[] {
  return [
    { title: l10n.t('Stop with Savepoint'), ending: 'savepoint' },
    { title: l10n.t('Cancel the Job'), ending: 'cancel' },
  ];
}

async function ask<Ending>(
  { title, detail, job }: AskedJob,
  answers: readonly Answer<Ending>[],
): Promise<Ending | undefined> {
  const keep: Answer<Ending> = {
    title: l10n.t('Keep Running'),
    isCloseAffordance: true,
    ending: undefined,
  };
  const choice = await vscode.window.showWarningMessage<Answer<Ending>>(
    l10n.t('Stop {0} on Flink?', title),
    {
      modal: true,
      detail: l10n.t(
        'Job {job} of {gateway}. A savepoint keeps its state, so that it can go on from there. A cancelled job loses what came after its last checkpoint.',
        { job, gateway: detail },
      ),
    },
    ...answers,
    keep,
  );
  return choice?.ending;
}
