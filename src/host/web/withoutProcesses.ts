import * as vscode from 'vscode';
import type { OperatorLocator } from '../definitions/openDefinition.js';
import type { RunningTraces } from '../trace/traceView.js';

/** Where nothing can run, nothing ever does. */
export const noRuns: RunningTraces = {
  canRun: false,
  onDidChange: () => new vscode.Disposable(() => undefined),
  isWriting: () => false,
  stopWriting: () => undefined,
};

/** The parsers of source text are not loaded in a browser; a definition opens at the line that its run was told. */
export const noLocator: OperatorLocator = { locate: () => Promise.resolve(undefined) };
