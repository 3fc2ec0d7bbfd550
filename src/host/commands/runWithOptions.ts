import type * as vscode from 'vscode';
import { askRestorePoint } from '../runs/options/askRestorePoint.js';
import { askRunOptions } from '../runs/options/askRunOptions.js';
import type { KeptOptions } from '../runs/options/keptOptions.js';
import { withoutOption, type RunOptionValues } from '../runs/options/runOptions.js';
import type { StorageCredentials } from '../runs/options/storageCredentials.js';
import { requestFor, settingsOf } from '../runs/requestFor.js';
import { defaultStorage, pipelineName } from '../runs/runRequest.js';
import { mayRun, startRun, type RunParts } from '../runs/startRun.js';

export interface OptionParts extends RunParts {
  readonly options: KeptOptions;
  readonly credentials: StorageCredentials;
}

/** Lets a person set the options of a run, as they were the last time to begin with, and runs the definition with them. */
export async function runWithOptions(definition: vscode.Uri, parts: OptionParts): Promise<void> {
  if (!(await mayRun(definition))) return;
  const { options, credentials } = parts;
  const path = definition.fsPath;
  const asked = {
    ...{
      name: pipelineName(path),
      storage: defaultStorage(path),
      settings: settingsOf(definition),
      credentials,
    },
    keep: (values: RunOptionValues) => options.keep(path, values),
  };
  const values = await askRunOptions(asked, options.of(path));
  if (values !== undefined) await runWith(values, definition, parts);
}

/** Runs a definition from a checkpoint or savepoint that a person chooses, with the options of its last run with options. */
export async function runFromCheckpoint(definition: vscode.Uri, parts: OptionParts): Promise<void> {
  if (!(await mayRun(definition))) return;
  const path = definition.fsPath;
  const values = withoutOption(parts.options.of(path), 'restore');
  const restore = await askRestorePoint(
    pipelineName(path),
    values['storage'] ?? defaultStorage(path),
    values['restore'],
  );
  if (restore === undefined) return;
  await runWith(restore === '' ? values : { ...values, restore }, definition, parts);
}

async function runWith(values: RunOptionValues, definition: vscode.Uri, parts: OptionParts): Promise<void> {
  const ofStorage = await parts.credentials.of(values['storage']);
  const ofRestored = await parts.credentials.of(values['restore']);
  await startRun(definition, requestFor(definition, values, { ...ofRestored, ...ofStorage }), parts);
}
