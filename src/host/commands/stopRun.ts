import * as l10n from '@vscode/l10n';
import { stopByPerson } from '../runs/run.js';
import type { Runs } from '../runs/runs.js';
import type { TraceViews } from '../trace/traceViews.js';
import type * as vscode from 'vscode';
import { meantRun } from './meantRun.js';

/** Stops the run that is meant, a pipeline's or the recording of a job. */
export async function stopRun(runs: Runs, views: TraceViews, resource?: vscode.Uri): Promise<void> {
  const run = await meantRun(runs.all, views, l10n.t('Stop which run?'), resource);
  if (run) await stopByPerson(run);
}
