import { viewCommands, type ViewCommand } from '../protocol.js';

/** Commands that package.json contributes; a test holds the two together. */
export const commands = {
  runPipeline: 'checkpointLens.runPipeline',
  runWithOptions: 'checkpointLens.runWithOptions',
  runFromCheckpoint: 'checkpointLens.runFromCheckpoint',
  stop: 'checkpointLens.stop',
  takeSavepoint: 'checkpointLens.takeSavepoint',
  stopWithSavepoint: 'checkpointLens.stopWithSavepoint',
  openTrace: 'checkpointLens.openTrace',
  openExample: 'checkpointLens.openExample',
  newPipeline: 'checkpointLens.newPipeline',
  openAsText: 'checkpointLens.openAsText',
  openWith: 'checkpointLens.openWith',
  openAsTrace: 'checkpointLens.openAsTrace',
  chooseJob: 'checkpointLens.chooseJob',
  export: 'checkpointLens.export',
  copyAsMarkdown: 'checkpointLens.copyAsMarkdown',
  copyLink: 'checkpointLens.copyLink',
  openLink: 'checkpointLens.openLink',
  connect: 'checkpointLens.connect',
  refreshClusters: 'checkpointLens.refreshClusters',
  editCredentials: 'checkpointLens.editCredentials',
  removeCluster: 'checkpointLens.removeCluster',
  recordJob: 'checkpointLens.recordJob',
  stopRecording: 'checkpointLens.stopRecording',
  openCheckpoints: 'checkpointLens.openCheckpoints',
  triggerCheckpoint: 'checkpointLens.triggerCheckpoint',
  triggerSavepoint: 'checkpointLens.triggerSavepoint',
  copyJobId: 'checkpointLens.copyJobId',
  openWebUi: 'checkpointLens.openWebUi',
  compareWith: 'checkpointLens.compareWith',
  compareSelected: 'checkpointLens.compareSelected',
  compareModes: 'checkpointLens.compareModes',
  swapSides: 'checkpointLens.comparison.swapSides',
  showFlinkSql: 'checkpointLens.showFlinkSql',
  runOnFlink: 'checkpointLens.runOnFlink',
  runOnFlinkFromSavepoint: 'checkpointLens.runOnFlinkFromSavepoint',
  leftJobs: 'checkpointLens.leftJobs',
} as const;

/** Commands behind lenses: they need arguments, so that nobody finds them in the palette. */
export const lensCommands = {
  showTrace: 'checkpointLens.showTrace',
  moreRuns: 'checkpointLens.moreRuns',
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
  /** Opens by default what is surely ours to open: {@link opensByItself}. */
  trace: 'checkpointLens.trace',
  /** Opens any other file by *Reopen Editor With*. */
  anyFile: 'checkpointLens.anyFile',
} as const;

/** Opens no file, only an address that names what to compare. */
export const comparisonViewType = 'checkpointLensComparison';

export const views = {
  clusters: 'checkpointLens.clusters',
} as const;

export const settings = {
  runCheckpoints: 'checkpointLens.run.checkpoints',
  runInterval: 'checkpointLens.run.interval',
  runUnaligned: 'checkpointLens.run.unaligned',
  runIncremental: 'checkpointLens.run.incremental',
  runMaxConcurrent: 'checkpointLens.run.maxConcurrent',
  codeLensEnabled: 'checkpointLens.codeLens.enabled',
  codeLensFlinkSources: 'checkpointLens.codeLens.flinkSources',
} as const;

/** The section of the settings of code lenses. */
export const codeLensSection = 'checkpointLens.codeLens';

export const contextKeys = {
  /** Whether a run goes on. */
  running: 'checkpointLens.running',
  /** Whether a pipeline runs; a recording is none. */
  hasRunningPipeline: 'checkpointLens.hasRunningPipeline',
  /** Paths of the definitions that run. */
  runningPipelines: 'checkpointLens.runningPipelines',
  /** Whether the run that writes the trace in the active editor can be stopped. */
  activeTraceStoppable: 'checkpointLens.activeTraceStoppable',
  /** Whether the input in the active editor is about more than one job. */
  activeTraceHasJobs: 'checkpointLens.activeTraceHasJobs',
  /** Whether a person has connected to a cluster. */
  hasClusters: 'checkpointLens.hasClusters',
} as const;

export const snapshotModes = ['copy-on-write', 'full-copy', 'blocking'] as const;
export type SnapshotMode = (typeof snapshotModes)[number];

export const pipelineSuffix = '.pipeline.ts';
export const traceSuffix = '.ckpt.json';
/** What the recorder of a running Flink writes. */
export const recordingSuffix = '.flink.jsonl';

export function isRecording(path: string): boolean {
  return path.endsWith(recordingSuffix);
}

/**
 * Whether a double click opens a file of this name in our editor: traces and recordings, packed or not, and Flink's history
 * archives, which are named by the id of their job. The manifest says the same in VS Code's patterns.
 */
export function opensByItself(name: string): boolean {
  return /(\.ckpt\.json|\.flink\.jsonl)(\.gz)?$|^[0-9a-f]{32}$/i.test(name);
}

/** Beside a definition: the traces of its runs. */
export const traceFolderName = '.checkpoint-lens';
