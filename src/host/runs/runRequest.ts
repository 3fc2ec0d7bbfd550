import { basename, dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { pipelineSuffix, traceFolderName, traceSuffix, type SnapshotMode } from '../manifest.js';

/** One run of a pipeline: all that the command line is told. */
export interface RunRequest {
  /** Absolute path of the definition. */
  readonly definition: string;
  readonly snapshot: SnapshotMode;
  /** The run ends after so many completed checkpoints. */
  readonly checkpoints: number;
  /** From one checkpoint to the next, as in `2s`. */
  readonly interval: string;
  /** Whether barriers overtake records. */
  readonly unaligned: boolean;
  /** Whether an upload has only what has changed since the last checkpoint; one of another snapshot than copy-on-write has all. */
  readonly incremental: boolean;
  /** So many checkpoints may be under way at once; unaligned ones go one at a time all the same. */
  readonly maxConcurrent: number;
  /** Further arguments of the command line. */
  readonly more?: readonly string[];
  /** Credentials of the storage, for the environment alone. */
  readonly credentials?: Readonly<Record<string, string>>;
}

/** The modes as a person reads them. */
export const snapshotTitles: Readonly<Record<SnapshotMode, string>> = {
  'copy-on-write': 'copy-on-write',
  'full-copy': l10n.t('full copy'),
  blocking: l10n.t('blocking'),
};

/** The name of a pipeline, as its files carry it: `orders` of `orders.pipeline.ts`. */
export function pipelineName(definition: string): string {
  return basename(definition, pipelineSuffix);
}

/** The folder of all traces of the definitions in one folder. */
export function traceFolder(definition: string): string {
  return join(dirname(definition), traceFolderName);
}

/** Where its checkpoints are, unless a run is told another storage: as the command line has it. */
export function defaultStorage(definition: string): string {
  return join(traceFolder(definition), 'checkpoints', pipelineName(definition));
}

/** Where a run writes its trace: one file a snapshot mode, so that their pictures can stand side by side. */
export function tracePath({ definition, snapshot }: Pick<RunRequest, 'definition' | 'snapshot'>): string {
  return join(traceFolder(definition), `${pipelineName(definition)}.${snapshot}${traceSuffix}`);
}

export function runArguments(request: RunRequest): readonly string[] {
  const { definition, snapshot, checkpoints, interval, unaligned, incremental, maxConcurrent } = request;
  const more = request.more ?? [];
  const mayOvertake = unaligned || more.includes('--aligned-timeout');
  return [
    'run',
    definition,
    ...['--snapshot', snapshot],
    ...['--checkpoints', String(checkpoints)],
    ...['--interval', interval],
    ...(unaligned ? ['--unaligned'] : []),
    ...(incremental && snapshot === 'copy-on-write' ? ['--incremental'] : []),
    ...(maxConcurrent > 1 && !mayOvertake ? ['--max-concurrent', String(maxConcurrent)] : []),
    ...more,
    ...['--trace', tracePath(request)],
  ];
}
