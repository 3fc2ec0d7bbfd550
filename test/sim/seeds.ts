import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Schedule, shrunken } from './schedule.js';
import { simulate, type Happenings } from './simulation.js';

/** `SIM_SEEDS` says how many, `SIM_SEED` which one alone. */
const seeds = Number(process.env['SIM_SEEDS'] ?? 10_000);
const given = process.env['SIM_SEED'];

/** So many chances come from the seed; then everything takes its turn and nothing fails. */
const scheduleLength = 60_000;

/** What a thousand seeds have met at least once, else they would say little. */
const expected: readonly string[] = [
  'the process crashed',
  'the process failed',
  'the process stopped',
  'an attempt failed',
  'an attempt coordinator lost',
  'failed: a subtask was lost',
  'failed: a function threw',
  'failed: too many failed checkpoints',
  'a late acknowledgement',
  'a savepoint',
  'restored from a savepoint',
  'restored',
  'restored with another parallelism',
  'completed checkpoints with records in flight',
  'restored with records in flight',
  'restored with records in flight and another parallelism',
  'passed over a damaged checkpoint',
  'given up: timed out after n ms',
  'given up: the storage failed',
];

describe('a pipeline with checkpoints', () => {
  it(
    `gives every result exactly once by ${seeds} schedules of kills, faults and delays`,
    { timeout: 3_600_000 },
    async () => {
      const first = given === undefined ? 0 : Number(given);
      const last = given === undefined ? seeds : first + 1;
      const happenings: Happenings = new Map();
      for (let seed = first; seed < last; seed++) {
        const problem = await problemOf(seed, happenings);
        expect(problem && `SIM_SEED=${seed}: ${problem}`).toBeUndefined();
        // The runner wants to hear from its workers.
        if (seed % 50 === 0) await nextTurn();
      }
      process.stdout.write(
        `${[...happenings]
          .map(([what, times]) => `${times} × ${what}`)
          .sort()
          .join('\n')}\n`,
      );
      if (last - first >= 1000) for (const what of expected) expect([...happenings.keys()]).toContain(what);
    },
  );
});

/** What went wrong, with the shortest schedule for it that was found. */
async function problemOf(seed: number, happenings: Happenings): Promise<string | undefined> {
  const schedule = Schedule.ofSeed(seed, scheduleLength);
  const failure = await failureOf(schedule, happenings);
  if (failure === undefined) return undefined;
  const fails = async (numbers: readonly number[]): Promise<boolean> =>
    (await failureOf(Schedule.of(numbers))) !== undefined;
  const short = await shrunken(schedule.drawn, fails);
  const what = await failureOf(Schedule.of(short));
  return `${failure}\nIn short: ${what}\nby the schedule [${short.join(',')}]`;
}

async function failureOf(schedule: Schedule, happenings?: Happenings): Promise<string | undefined> {
  try {
    await simulate(schedule, happenings);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
