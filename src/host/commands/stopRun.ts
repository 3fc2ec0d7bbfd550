import * as l10n from '@vscode/l10n';
import type { Runs } from '../runs/runs.js';
import type { TraceViews } from '../trace/traceViews.js';
import type * as vscode from 'vscode';
import { meantRun } from './meantRun.js';

/** Stops the run that is meant, a pipeline's or the recording of a job. */
export async function stopRun(runs: Runs, views: TraceViews, resource?: vscode.Uri): Promise<void> {
  (await meantRun(runs.all, views, l10n.t('Stop which run?'), resource))?.stop();
}
