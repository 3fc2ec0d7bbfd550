import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatCount } from '../../analysis/quantities.js';
import { commands } from '../manifest.js';
import type { TraceInput } from '../trace/traceInput.js';
import type { TraceInputs } from '../trace/traceInputs.js';
import { openTraceBeside } from '../trace/openTrace.js';
import type { Run } from './run.js';
import type { Runs } from './runs.js';

/** Shows how far a run is, with a way to cancel it, and its trace as soon as there is one. */
export async function followRun(run: Run, runs: Runs, inputs: TraceInputs): Promise<void> {
  const trace = vscode.Uri.file(run.trace);
  const before = await modified(trace);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `${run.title}, ${run.description}`,
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => run.stop());
    progress.report({ message: l10n.t('starting') });
    const shared = inputs.acquire(trace);
    let opened: Promise<void> | undefined;
    let reported = 0;
    const open = async (): Promise<void> => {
      runs.traceAppeared();
      await openTraceBeside(trace, { preserveFocus: true });
    };
    const show = async (): Promise<void> => {
      if (!opened && [undefined, before].includes(await modified(trace))) return;
      opened ??= open();
      const completed = completedCheckpoints(shared.value);
      const increment = run.checkpoints === undefined ? 0 : (100 * (completed - reported)) / run.checkpoints;
      reported = completed;
      progress.report({ message: progressText(completed, run.checkpoints), increment });
    };
    const changes = shared.value.onDidChange(() => void show());
    await run.ended;
    await shared.value.refresh();
    await show();
    changes.dispose();
    shared.dispose();
  });
}

function progressText(completed: number, goal: number | undefined): string {
  if (goal !== undefined) {
    return l10n.t('{completed} of {all} checkpoints', {
      completed: formatCount(completed),
      all: formatCount(goal),
    });
  }
  return completed === 1 ? l10n.t('1 checkpoint') : l10n.t('{0} checkpoints', formatCount(completed));
}

/** The name of a recorded job may be of any length, the status bar is not. */
const longestStatusText = 60;

/** A status bar item while a run goes on: which, and a click that stops it. */
export function runStatus(runs: Runs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('checkpointLens.run', vscode.StatusBarAlignment.Left);
  item.name = l10n.t('Checkpoint Lens Run');
  item.command = commands.stop;
  const changes = runs.onDidChange(() => {
    const names = runs.all.map(({ title }) => title);
    item.text = `$(debug-stop) ${names.join(', ').slice(0, longestStatusText)}`;
    item.tooltip = l10n.t(
      'Stop {0}',
      runs.all.map(({ title, description }) => `${title} (${description})`).join(', '),
    );
    if (names.length > 0) item.show();
    else item.hide();
  });
  return vscode.Disposable.from(item, changes);
}

function completedCheckpoints({ state }: TraceInput): number {
  if (state.type !== 'trace') return 0;
  return state.packed.header.checkpoints.filter(({ status }) => status === 'completed').length;
}

/** Modification time in ms; `undefined` while there is no such file. */
async function modified(uri: vscode.Uri): Promise<number | undefined> {
  return vscode.workspace.fs.stat(uri).then(
    ({ mtime }) => mtime,
    () => undefined,
  );
}
