import { InvalidArgumentError, Option, type Command } from 'commander';
import { restartTypes, type RestartSettings } from '../engine/checkpoint/restartStrategy.js';
import { UsageError } from '../engine/errors.js';
import { parseDuration, parseFactor, parseWhole } from './quantities.js';

/** The options of `--restart`, by the names of Flink's `restart-strategy.*`; each is of one strategy, or of both. */
export interface RestartOptions {
  readonly restart: RestartSettings['type'];
  readonly restartAttempts?: number;
  readonly restartDelay?: number;
  readonly restartInitialBackoff?: number;
  readonly restartMaxBackoff?: number;
  readonly restartBackoffMultiplier?: number;
  readonly restartResetBackoffThreshold?: number;
  readonly restartJitterFactor?: number;
}

const optionsOf = {
  none: [],
  'fixed-delay': ['restartAttempts', 'restartDelay'],
  'exponential-delay': [
    'restartAttempts',
    'restartInitialBackoff',
    'restartMaxBackoff',
    'restartBackoffMultiplier',
    'restartResetBackoffThreshold',
    'restartJitterFactor',
  ],
} as const satisfies Readonly<Record<RestartSettings['type'], readonly (keyof RestartOptions)[]>>;

export function addRestartOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--restart <strategy>', 'start again in the same process after a failure')
        .choices(restartTypes)
        .default('none'),
    )
    .option(
      '--restart-attempts <n>',
      'restarts until the run fails (fixed-delay: 1, exponential-delay: no limit)',
      parseWhole,
    )
    .option('--restart-delay <time>', 'fixed-delay: time before each restart (default: 1s)', parseDuration)
    .option(
      '--restart-initial-backoff <time>',
      'exponential-delay: time before the first restart (default: 1s)',
      parseDuration,
    )
    .option(
      '--restart-max-backoff <time>',
      'exponential-delay: longest time before one (default: 1min)',
      parseDuration,
    )
    .option(
      '--restart-backoff-multiplier <x>',
      'exponential-delay: how much longer each time (default: 1.5)',
      parseMultiplier,
    )
    .option(
      '--restart-reset-backoff-threshold <time>',
      'exponential-delay: after so long without a failure it begins anew (default: 1h)',
      parseDuration,
    )
    .option(
      '--restart-jitter-factor <x>',
      'exponential-delay: how far a backoff strays, as a part of it (default: 0.1)',
      parseJitter,
    );
}

/** @throws UsageError for an option that the strategy has no use for. */
export function restartSettings(options: RestartOptions): RestartSettings {
  const { restart } = options;
  refuseForeign(options);
  switch (restart) {
    case 'none':
      return { type: restart };
    case 'fixed-delay':
      return {
        type: restart,
        attempts: options.restartAttempts ?? 1,
        delayMs: options.restartDelay ?? 1000,
      };
    case 'exponential-delay': {
      const initialBackoffMs = options.restartInitialBackoff ?? 1000;
      const maxBackoffMs = options.restartMaxBackoff ?? Math.max(60_000, initialBackoffMs);
      if (maxBackoffMs < initialBackoffMs) {
        throw new UsageError(
          '--restart-max-backoff is less than --restart-initial-backoff: give a longer time.',
        );
      }
      return {
        type: restart,
        initialBackoffMs,
        maxBackoffMs,
        backoffMultiplier: options.restartBackoffMultiplier ?? 1.5,
        resetBackoffThresholdMs: options.restartResetBackoffThreshold ?? 3_600_000,
        jitterFactor: options.restartJitterFactor ?? 0.1,
        attempts: options.restartAttempts ?? Infinity,
      };
    }
  }
}

function refuseForeign(options: RestartOptions): void {
  const own: readonly string[] = optionsOf[options.restart];
  for (const [strategy, names] of Object.entries(optionsOf)) {
    const foreign = names.find((name) => options[name] !== undefined && !own.includes(name));
    if (foreign === undefined) continue;
    const flag = `--${foreign.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new UsageError(
      `${flag} says nothing with --restart ${options.restart}: give --restart ${strategy} too.`,
    );
  }
}

function parseMultiplier(text: string): number {
  const value = parseFactor(text);
  if (value < 1) throw new InvalidArgumentError('Give a number from 1, as in 1.5.');
  return value;
}

function parseJitter(text: string): number {
  const value = parseFactor(text);
  if (value > 1) throw new InvalidArgumentError('Give a number from 0 to 1, as in 0.1.');
  return value;
}
