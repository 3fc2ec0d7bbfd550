import * as vscode from 'vscode';
import { settings, snapshotModes, type SnapshotMode } from '../manifest.js';
import { optionArguments, type RunOptionValues } from './options/runOptions.js';
import type { RunRequest } from './runRequest.js';

/** What the settings say of runs of a definition, by the names of the command line's options. */
export function settingsOf(definition: vscode.Uri): RunOptionValues {
  const configuration = vscode.workspace.getConfiguration(undefined, definition);
  const yesOrNo = (setting: string): string => (configuration.get<boolean>(setting, false) ? 'yes' : 'no');
  return {
    snapshot: 'copy-on-write',
    checkpoints: String(configuration.get<number>(settings.runCheckpoints, 10)),
    interval: configuration.get<string>(settings.runInterval, '2s'),
    unaligned: yesOrNo(settings.runUnaligned),
    incremental: yesOrNo(settings.runIncremental),
    'max-concurrent': String(configuration.get<number>(settings.runMaxConcurrent, 1)),
  };
}

/** A run by the settings, and by what was set for this run alone. */
export function requestFor(
  definition: vscode.Uri,
  options: RunOptionValues,
  credentials: Readonly<Record<string, string>> = {},
): RunRequest {
  const values: RunOptionValues = { ...settingsOf(definition), ...options };
  return {
    definition: definition.fsPath,
    snapshot: snapshotModes.find((mode) => mode === values['snapshot']) ?? defaultMode,
    checkpoints: Number(values['checkpoints']),
    interval: values['interval'] ?? '2s',
    unaligned: values['unaligned'] === 'yes',
    incremental: values['incremental'] === 'yes',
    maxConcurrent: Number(values['max-concurrent']),
    more: optionArguments(options),
    credentials,
  };
}

const defaultMode: SnapshotMode = 'copy-on-write';
