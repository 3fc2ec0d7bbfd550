import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatCount } from '../../analysis/quantities.js';
import { commands } from '../manifest.js';
import { notificationText } from '../notificationText.js';
import type { TraceInput } from '../trace/traceInput.js';
import type { TraceInputs } from '../trace/traceInputs.js';
import { openTraceBeside } from '../trace/openTrace.js';
import { stopByPerson, type Run } from './run.js';
import type { Runs } from './runs.js';

/** Shows how far a run is, with a way to cancel it, and its trace as soon as there is one. */
export async function followRun(run: Run, runs: Runs, inputs: TraceInputs): Promise<void> {
  const trace = vscode.Uri.file(run.trace);
  const before = await modified(trace);
  await withProgress(run, runs.nameOf(run), async (progress) => {
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
      progress({ message: progressText(run, completed), increment });
    };
    const changes = shared.value.onDidChange(() => void show());
    await run.ended;
    await shared.value.refresh();
    await show();
    changes.dispose();
    shared.dispose();
  });
}

interface Progress {
  readonly message: string;
  readonly increment?: number;
}

/**
 * Shows how far a run is until `follow` settles. VS Code's *Cancel* can be pressed once, so where the person lets the run go on the
 * progress is shown anew.
 */
async function withProgress(
  run: Run,
  name: string,
  follow: (report: (of: Progress) => void) => Promise<void>,
): Promise<void> {
  let shown: Progress = { message: run.stage ?? l10n.t('starting') };
  let show: (of: Progress) => void = () => undefined;
  const report = (of: Progress): void => {
    shown = of;
    show(of);
  };
  run.onStage?.(() => report({ message: run.stage ?? '' }));
  const followed = follow(report).then(() => 'ended' as const);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: notificationText(name),
    cancellable: true,
  };
  const once = (): Thenable<'ended' | 'asked'> =>
    vscode.window.withProgress(options, (progress, token) => {
      show = (of) => progress.report(of);
      show(shown);
      const asked = new Promise<'asked'>((resolve) => {
        token.onCancellationRequested(async () => {
          await stopByPerson(run);
          if (run.askToStop !== undefined) resolve('asked');
        });
      });
      return Promise.race([followed, asked]);
    });
  while ((await once()) === 'asked');
}

function progressText({ checkpoints: goal, stage }: Run, completed: number): string {
  if (completed === 0 && stage !== undefined) return stage;
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
