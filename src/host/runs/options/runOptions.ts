import * as l10n from '@vscode/l10n';
import { parseStorageUri } from '../../../engine/storage/storageUri.js';
import { snapshotModes, type SnapshotMode } from '../../manifest.js';

/** An option of one run that a person can set, by the name that the command line has for it. */
export interface RunOption {
  /** As in `--min-pause`, without the dashes. */
  readonly name: string;
  readonly group: string;
  readonly label: string;
  /** What holds where it is not set, in words; of a setting it is the setting's value. */
  readonly usual: string;
  /** The values to choose from; without them it is typed. `yes` is an option without a value. */
  readonly choices?: readonly string[];
  readonly example?: string;
  /** Why a text will not do; in English where the engine says it. */
  readonly problem?: (text: string) => string | undefined;
  /** It says something with these restart strategies alone, and the command line refuses it with others. */
  readonly strategies?: readonly RestartStrategy[];
  /** It says something with this snapshot mode alone. */
  readonly snapshot?: SnapshotMode;
}

type RestartStrategy = 'fixed-delay' | 'exponential-delay';

/** What a person has set, as text by the options' names. */
export type RunOptionValues = Readonly<Record<string, string>>;

const yes = 'yes';
const time = {
  example: '500ms, 2s, 10m',
  problem: matching(
    /^\d+(\.\d+)?\s*(ms|s|m|min|h)$/i,
    l10n.t('Give a time with its unit, as in 500ms, 2s or 10m.'),
  ),
};
const count = { example: '4', problem: matching(/^[1-9]\d{0,8}$/, l10n.t('Give a whole number from 1.')) };
const factor = {
  example: '1.5',
  problem: matching(/^([1-9]\d*)(\.\d+)?$/, l10n.t('Give a number from 1, as in 1.5.')),
};
const part = {
  example: '0.1',
  problem: matching(/^(0(\.\d+)?|1(\.0+)?)$/, l10n.t('Give a number from 0 to 1, as in 0.1.')),
};
const whole = { example: '2', problem: matching(/^\d{1,9}$/, l10n.t('Give a whole number.')) };

const anyStrategy: readonly RestartStrategy[] = ['fixed-delay', 'exponential-delay'];
const growing: readonly RestartStrategy[] = ['exponential-delay'];

const group = {
  start: l10n.t('Start and end'),
  checkpoints: l10n.t('Checkpoints'),
  storage: l10n.t('Storage'),
  failures: l10n.t('Failures'),
};

/** In the order in which they are offered. Those that are settings too come with the values of these. */
export const runOptions: readonly RunOption[] = [
  { name: 'restore', group: group.start, label: l10n.t('Start from'), usual: l10n.t('the beginning') },
  {
    name: 'allow-non-restored-state',
    group: group.start,
    label: l10n.t('Leave out state that has no operator'),
    usual: l10n.t('no: such a restore is refused'),
    choices: [yes],
  },
  { name: 'parallelism', group: group.start, label: l10n.t('Parallelism'), usual: '2', ...count },
  {
    name: 'set',
    group: group.start,
    label: l10n.t('Parameters of the pipeline'),
    usual: l10n.t('as the pipeline has them'),
    example: 'keys=2000000 rate=1000',
    problem: matching(
      /^\s*[^\s=]+=\S*(\s+[^\s=]+=\S*)*\s*$/,
      l10n.t('Give names and values, as in keys=2000000 rate=1000.'),
    ),
  },
  {
    name: 'checkpoints',
    group: group.start,
    label: l10n.t('End after so many checkpoints'),
    usual: '',
    ...count,
  },
  { name: 'duration', group: group.start, label: l10n.t('End after'), usual: l10n.t('no limit'), ...time },
  {
    name: 'snapshot',
    group: group.checkpoints,
    label: l10n.t('Snapshot mode'),
    usual: '',
    choices: snapshotModes,
  },
  { name: 'interval', group: group.checkpoints, label: l10n.t('Interval'), usual: '', ...time },
  {
    name: 'min-pause',
    group: group.checkpoints,
    label: l10n.t('Pause between two checkpoints, at least'),
    usual: l10n.t('none'),
    ...time,
  },
  { name: 'timeout', group: group.checkpoints, label: l10n.t('Timeout'), usual: '10m', ...time },
  {
    name: 'unaligned',
    group: group.checkpoints,
    label: l10n.t('Unaligned: barriers overtake records'),
    usual: '',
    choices: [yes, 'no'],
  },
  {
    name: 'aligned-timeout',
    group: group.checkpoints,
    label: l10n.t('Unaligned only after aligning for'),
    usual: l10n.t('never'),
    ...time,
  },
  {
    name: 'incremental',
    group: group.checkpoints,
    label: l10n.t('Incremental: upload what has changed'),
    usual: '',
    choices: [yes, 'no'],
    snapshot: 'copy-on-write',
  },
  {
    name: 'max-concurrent',
    group: group.checkpoints,
    label: l10n.t('Checkpoints under way at once, at most'),
    usual: '',
    ...count,
  },
  {
    name: 'storage',
    group: group.storage,
    label: l10n.t('Checkpoint storage'),
    usual: l10n.t('beside the pipeline'),
    example: '/data/checkpoints, hdfs://namenode:9870/checkpoints, s3://bucket/checkpoints',
    problem: storageProblem,
  },
  {
    name: 'throttle',
    group: group.storage,
    label: l10n.t('Slow uploads down to'),
    usual: l10n.t('no limit'),
    example: '20MB/s',
    problem: matching(/^\d+(\.\d+)?\s*[kmg]?b(\/s)?$/i, l10n.t('Give a rate with its unit, as in 20MB/s.')),
  },
  { name: 'retain', group: group.storage, label: l10n.t('Checkpoints that are kept'), usual: '3', ...count },
  {
    name: 'tolerable-failures',
    group: group.failures,
    label: l10n.t('Failed checkpoints in a row that are tolerated'),
    usual: '2',
    ...whole,
  },
  {
    name: 'restart',
    group: group.failures,
    label: l10n.t('Restart strategy'),
    usual: 'none',
    choices: ['none', ...anyStrategy],
  },
  {
    name: 'restart-attempts',
    group: group.failures,
    label: l10n.t('Restarts until the run fails'),
    usual: l10n.t('1 with fixed-delay, no limit with exponential-delay'),
    strategies: anyStrategy,
    ...count,
  },
  {
    name: 'restart-delay',
    group: group.failures,
    label: l10n.t('Time before each restart'),
    usual: '1s',
    strategies: ['fixed-delay'],
    ...time,
  },
  {
    name: 'restart-initial-backoff',
    group: group.failures,
    label: l10n.t('Time before the first restart'),
    usual: '1s',
    strategies: growing,
    ...time,
  },
  {
    name: 'restart-max-backoff',
    group: group.failures,
    label: l10n.t('Longest time before a restart'),
    usual: '1m',
    strategies: growing,
    ...time,
  },
  {
    name: 'restart-backoff-multiplier',
    group: group.failures,
    label: l10n.t('Times longer before each further restart'),
    usual: '1.5',
    strategies: growing,
    ...factor,
  },
  {
    name: 'restart-reset-backoff-threshold',
    group: group.failures,
    label: l10n.t('Time without a failure after which restarts begin anew'),
    usual: '1h',
    strategies: growing,
    ...time,
  },
  {
    name: 'restart-jitter-factor',
    group: group.failures,
    label: l10n.t('Jitter of the time before a restart, as a part of it'),
    usual: '0.1',
    strategies: growing,
    ...part,
  },
  {
    name: 'witness',
    group: group.checkpoints,
    label: l10n.t('Watch the locks from outside, with a processor of its own'),
    usual: l10n.t('no'),
    choices: [yes],
  },
];

/** Those that a run has in fields of its own, as they are settings. */
const ofSettings = ['checkpoints', 'snapshot', 'interval', 'unaligned', 'incremental', 'max-concurrent'];

/** The command line's arguments for what is set beside the settings. */
export function optionArguments(values: RunOptionValues): readonly string[] {
  return optionsWith(values)
    .filter(({ name }) => !ofSettings.includes(name))
    .flatMap(({ name, choices }) => {
      const value = values[name]?.trim() ?? '';
      if (value === '') return [];
      if (name === 'set') return value.split(/\s+/).flatMap((pair) => ['--set', pair]);
      return choices?.includes(yes) === true ? [`--${name}`] : [`--${name}`, value];
    });
}

/** The options that say something beside what is set, here or in the settings. */
export function optionsWith(values: RunOptionValues, settings: RunOptionValues = {}): readonly RunOption[] {
  const set: RunOptionValues = { restart: 'none', ...settings, ...values };
  return runOptions.filter(
    ({ strategies, snapshot }) =>
      (strategies === undefined || strategies.some((strategy) => strategy === set['restart'])) &&
      (snapshot === undefined || snapshot === set['snapshot']),
  );
}

/** The values with one option as usual. */
export function withoutOption(values: RunOptionValues, name: string): RunOptionValues {
  return Object.fromEntries(Object.entries(values).filter(([other]) => other !== name));
}

function matching(pattern: RegExp, advice: string): (text: string) => string | undefined {
  return (text) => (pattern.test(text.trim()) ? undefined : advice);
}

function storageProblem(text: string): string | undefined {
  try {
    parseStorageUri(text.trim());
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
