import { viewCommands, type ViewCommand } from '../protocol.js';

/** Commands that package.json contributes; a test holds the two together. */
export const commands = {
  runPipeline: 'checkpointLens.runPipeline',
  stop: 'checkpointLens.stop',
  openTrace: 'checkpointLens.openTrace',
  openExample: 'checkpointLens.openExample',
  newPipeline: 'checkpointLens.newPipeline',
  openAsText: 'checkpointLens.openAsText',
} as const;

/** Commands behind lenses: they need arguments, so that nobody finds them in the palette. */
export const lensCommands = {
  showTrace: 'checkpointLens.showTrace',
  revealOperator: 'checkpointLens.revealOperator',
} as const;

/** The contributed command of a {@link ViewCommand}. */
export function viewCommandId(command: ViewCommand): string {
  return `checkpointLens.view.${command}`;
}

export const contributedCommands: readonly string[] = [
  ...Object.values(commands),
  ...viewCommands.map(viewCommandId),
];

export const viewTypes = {
  /** Opens `*.ckpt.json` by default. */
  trace: 'checkpointLens.trace',
  /** Opens any other JSON by *Reopen Editor With*. */
  json: 'checkpointLens.json',
} as const;

export const settings = {
  runCheckpoints: 'checkpointLens.run.checkpoints',
  runInterval: 'checkpointLens.run.interval',
  codeLensEnabled: 'checkpointLens.codeLens.enabled',
} as const;

export const contextKeys = {
  /** Whether a run goes on. */
  running: 'checkpointLens.running',
  /** Paths of the definitions that run. */
  runningPipelines: 'checkpointLens.runningPipelines',
  /** Whether the run that writes the trace in the active editor can be stopped. */
  activeTraceStoppable: 'checkpointLens.activeTraceStoppable',
} as const;

export const snapshotModes = ['copy-on-write', 'full-copy', 'blocking'] as const;
export type SnapshotMode = (typeof snapshotModes)[number];

export const pipelineSuffix = '.pipeline.ts';
export const traceSuffix = '.ckpt.json';

/** Beside a definition: the traces of its runs. */
export const traceFolderName = '.checkpoint-lens';
