import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addRestartOptions, restartSettings, type RestartOptions } from '../../../src/cli/restartOptions.js';

function settingsOf(...args: readonly string[]): ReturnType<typeof restartSettings> {
  const command = addRestartOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return restartSettings(command.parse([...args], { from: 'user' }).opts<RestartOptions>());
}

describe('the restart options of the command line', () => {
  it('leave a failed run down unless they are given', () => {
    expect(settingsOf()).toEqual({ type: 'none' });
  });

  it('have the defaults of Flink', () => {
    expect(settingsOf('--restart', 'fixed-delay')).toEqual({
      type: 'fixed-delay',
      attempts: 1,
      delayMs: 1000,
    });
    expect(settingsOf('--restart', 'exponential-delay')).toEqual({
      type: 'exponential-delay',
      initialBackoffMs: 1000,
      maxBackoffMs: 60_000,
      backoffMultiplier: 1.5,
      resetBackoffThresholdMs: 3_600_000,
      jitterFactor: 0.1,
      attempts: Infinity,
    });
  });

  it.each([
    [
      ['--restart-attempts', '3'],
      /--restart-attempts says nothing with --restart none: give --restart fixed-delay too/,
    ],
    [
      ['--restart', 'fixed-delay', '--restart-max-backoff', '1s'],
      /--restart-max-backoff says nothing with --restart fixed-delay: give --restart exponential-delay too/,
    ],
    [
      ['--restart', 'exponential-delay', '--restart-initial-backoff', '2s', '--restart-max-backoff', '1s'],
      /--restart-max-backoff is less than --restart-initial-backoff/,
    ],
    [['--restart', 'exponential-delay', '--restart-jitter-factor', '2'], /from 0 to 1/],
    [['--restart', 'exponential-delay', '--restart-backoff-multiplier', '0.5'], /from 1/],
    [['--restart', 'sometimes'], /none, fixed-delay, exponential-delay/],
  ])('refuse what says nothing: %j', (args, message) => {
    expect(() => settingsOf(...args)).toThrow(message);
  });
});
