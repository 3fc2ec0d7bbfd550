import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { errorText } from '../errorText.js';
import { notificationText } from '../notificationText.js';
import { openTraceBeside } from '../trace/openTrace.js';
import type { TraceInputs } from '../trace/traceInputs.js';
import type { DefinitionProblems } from './definitionProblems.js';
import { errorPlace } from './errorPlace.js';
import { findNode, type NodeRuntime } from './nodeRuntime.js';
import type { RunEnd } from './commandLineProcess.js';
import { optionWords } from './options/optionWords.js';
import { PipelineRun } from './pipelineRun.js';
import { stopByPerson, type Run } from './run.js';
import { RunNotices } from './runNotices.js';
import { followRun } from './runProgress.js';
import { latestRequest } from './latestRequest.js';
import { traceFolder, type RunRequest } from './runRequest.js';
import type { Runs } from './runs.js';

export interface RunParts {
  readonly runs: Runs;
  readonly inputs: TraceInputs;
  readonly log: vscode.LogOutputChannel;
  /** The file of the command line's code. */
  readonly commandLine: string;
  readonly problems: DefinitionProblems;
}

/**
 * Runs a definition on the embedded engine and shows its trace; settles when the run has ended.
 *
 * @returns how it ended; undefined where it did not begin, and the person knows why
 */
export function startRun(
  definition: vscode.Uri,
  request: RunRequest,
  parts: RunParts,
): Promise<RunEnd | undefined> {
  const { commandLine, log, runs } = parts;
  const make = (runtime: NodeRuntime): Run => {
    const notices = new RunNotices(log, runs);
    const run: PipelineRun = new PipelineRun(request, {
      ...{ commandLine, runtime, log },
      heard: (report) => void notices.show(report, run),
    });
    return run;
  };
  return startDefinition(definition, parts, make, async (since) => {
    const going = await latestRequest(request, since);
    return (
      going && { title: l10n.t('Run from Latest Checkpoint'), do: () => startRun(definition, going, parts) }
    );
  });
}

/** What a person can do about a run that failed. */
interface WayOn {
  readonly title: string;
  readonly do: () => unknown;
}

/**
 * Runs a definition as it stands in the editor, wherever `make` has it run.
 *
 * @param wayOn of a run that began at a time, Unix ms, and failed; undefined where there is none
 */
export async function startDefinition(
  definition: vscode.Uri,
  parts: RunParts,
  make: (runtime: NodeRuntime) => Run,
  wayOn?: (since: number) => Promise<WayOn | undefined>,
): Promise<RunEnd | undefined> {
  if (!(await mayRun(definition))) return undefined;
  const path = definition.fsPath;
  const going = parts.runs.of(path);
  if (going) {
    await offerGoing(going, parts.runs);
    return undefined;
  }
  if (!(await saved(definition))) return undefined;
  // Made here so that a watcher has a folder to watch before the run writes into it.
  await vscode.workspace.fs.createDirectory(vscode.Uri.file(traceFolder(path))).then(undefined, () => {
    parts.log.warn(`Cannot create ${traceFolder(path)}`);
  });
  const runtime = await findNode(process.execPath);
  // Two clicks may both have come this far.
  if (parts.runs.of(path)) return undefined;
  parts.problems.clear(definition);
  const since = Date.now();
  const run = parts.runs.add(make(runtime));
  await followRun(run, parts.runs, parts.inputs);
  const end = await run.ended;
  parts.log.info(`${run.title}: ${end.outcome}`);
  if (end.outcome === 'failed') {
    const failure = { message: end.error ?? l10n.t('The run failed.'), of: parts.runs.nameOf(run) };
    await showDefinitionError(failure, path, parts, await wayOn?.(since));
  }
  return end;
}

/** Whether code of the definition may run; where not, the person is told why. */
export async function mayRun(definition: vscode.Uri): Promise<boolean> {
  if (definition.scheme !== 'file') {
    void vscode.window.showErrorMessage(
      l10n.t('Only a pipeline in a file on disk can run. Save it to a folder first.'),
    );
    return false;
  }
  if (vscode.workspace.isTrusted) return true;
  const manage = l10n.t('Manage Workspace Trust');
  const choice = await vscode.window.showWarningMessage(
    l10n.t(
      'Pipelines run code from this folder, so they do not run in Restricted Mode. Viewing traces works.',
    ),
    manage,
  );
  if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}

async function offerGoing(run: Run, runs: Runs): Promise<void> {
  const show = l10n.t('Show Chart');
  const stop = l10n.t('Stop');
  const said = l10n.t('{0} is running.', runs.nameOf(run));
  const choice = await vscode.window.showInformationMessage(notificationText(said), show, stop);
  if (choice === show) await openTraceBeside(vscode.Uri.file(run.trace), { preserveFocus: false });
  if (choice === stop) await stopByPerson(run);
}

/** Saves the definition if it was changed; false where that fails, and VS Code then has said why. */
export async function saved(definition: vscode.Uri): Promise<boolean> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === definition.toString());
  return !open?.isDirty || open.save();
}

/** What went wrong, and the name of the run or the definition that it is about. */
export interface Failure {
  readonly message: string;
  readonly of: string;
}

/** Says what is wrong with a definition, and leads to its line where the message has one. */
export async function showDefinitionError(
  { message, of }: Failure,
  definition: string,
  { log, problems }: Pick<RunParts, 'log' | 'problems'>,
  wayOn?: WayOn,
): Promise<void> {
  const place = errorPlace(message, definition);
  const said = optionWords(errorText(message));
  if (place) problems.show(place, said);
  const goToLine = l10n.t('Go to Line');
  const showLog = l10n.t('Show Log');
  const actions = [...(place ? [goToLine] : []), ...(wayOn ? [wayOn.title] : []), showLog];
  const named = l10n.t('{run}: {text}', { run: of, text: said });
  const choice = await vscode.window.showErrorMessage(notificationText(named), ...actions);
  if (choice === showLog) log.show();
  if (choice !== undefined && choice === wayOn?.title) await wayOn.do();
  if (choice !== goToLine || !place) return;
  const position = new vscode.Position(place.line - 1, place.column - 1);
  await vscode.window.showTextDocument(vscode.Uri.file(place.file), {
    selection: new vscode.Range(position, position),
  });
}
