import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatCount } from '../../analysis/quantities.js';
import type { JobSummary } from './parsedTrace.js';
import type { TraceInput } from './traceInput.js';

/** Lets a person pick which of the input's jobs to show, or takes the one that `job` names. */
export async function chooseJob(input: TraceInput, job?: string): Promise<void> {
  const { state } = input;
  if (state.type !== 'trace') return;
  const items = state.jobs.map((summary) => ({
    ...jobItem(summary),
    id: summary.id,
    picked: summary.id === state.job,
  }));
  const chosen =
    job ??
    (
      await vscode.window.showQuickPick(items, {
        title: l10n.t('Choose Job'),
        placeHolder: l10n.t('{count} jobs in {input}', {
          count: formatCount(items.length),
          input: input.label,
        }),
        matchOnDescription: true,
      })
    )?.id;
  if (chosen !== undefined && chosen !== state.job) await input.chooseJob(chosen);
}

function jobItem({ id, name, checkpoints, state }: JobSummary): vscode.QuickPickItem {
  const taken =
    checkpoints === 1 ? l10n.t('1 checkpoint') : l10n.t('{0} checkpoints', formatCount(checkpoints));
  return {
    label: name === '' ? l10n.t('Job without a name') : name,
    description: id,
    detail: state === undefined ? taken : `${taken} · ${state.toLowerCase()}`,
  };
}
