import * as vscode from 'vscode';
import { snapshotModes } from '../manifest.js';
import { pipelineName, snapshotTitles, tracePath } from '../runs/runRequest.js';
import { requestFor } from '../runs/requestFor.js';
import { startRun, type RunParts } from '../runs/startRun.js';
import { openComparison } from './openComparison.js';

/**
 * Runs a definition once in each snapshot mode, one run after the other, and shows their traces beside one another, what blocks
 * longest first. A run that is stopped or fails ends it: half of a comparison is none.
 */
export async function compareModes(definition: vscode.Uri, parts: RunParts): Promise<void> {
  for (const mode of snapshotModes) {
    const end = await startRun(definition, requestFor(definition, { snapshot: mode }), parts);
    if (end?.outcome !== 'finished') return;
  }
  const name = pipelineName(definition.fsPath);
  const inputs = snapshotModes.toReversed().map((snapshot) => ({
    uri: vscode.Uri.file(tracePath({ definition: definition.fsPath, snapshot })).toString(),
    label: `${name}, ${snapshotTitles[snapshot]}`,
  }));
  await openComparison(inputs);
}
