import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, inject, it } from 'vitest';
import { shortestFor } from './failures.js';
import { Schedule } from './schedule.js';
import type * as simulation from './simulation.js';

type Simulation = Pick<typeof simulation, 'simulate'>;

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
  'a torn write',
  'a torn upload',
  'torn metadata',
  'a lost rename',
  'a rename whose answer was lost',
  'failed: too many failed checkpoints',
  'a late acknowledgement',
  'a slow subtask',
  'a slow message',
  'a slow storage',
  'a file was removed',
  'given up: a file was removed',
  'started afresh, as nothing was sound',
  'a savepoint',
  'restored from a savepoint',
  'restored',
  'restored with another parallelism',
  'completed checkpoints with records in flight',
  'restored with records in flight',
  'restored with records in flight and another parallelism',
  'passed over a damaged checkpoint',
  'given up: timed out after n ms, not acknowledged by n subtasks',
  'given up: the storage failed',
  'given up: checkpoint #n, triggered later, completed before it',
  'checkpoints at once',
  'a savepoint beside a checkpoint',
  'completed increments',
  'pages were split while they were read',
  'pages were merged while they were read',
];

/** Every `step`-th seed from `first` on: a file of tests for each share, which run beside one another. */
export function checkSeeds(first: number, step: number): void {
  const share = Array.from({ length: Math.ceil((seeds - first) / step) }, (_, nth) => first + nth * step);
  const own = given === undefined ? share : [Number(given)].filter((seed) => seed % step === first);
  describe('a pipeline with checkpoints', () => {
    it.skipIf(own.length === 0)(
      `gives every result exactly once by ${own.length} schedules of kills, faults and delays`,
      { timeout: 3_600_000 },
      () => check(own),
    );
  });
}

async function check(own: readonly number[]): Promise<void> {
  const bundle = pathToFileURL(inject('simulation')).href;
  const bundled = withPlainStacks((await import(/* @vite-ignore */ bundle)) as Simulation);
  const happenings: simulation.Happenings = new Map();
  for (const [nth, seed] of own.entries()) {
    const problem = await problemOf(seed, bundled, happenings);
    expect(problem && `SIM_SEED=${seed}: ${problem}`).toBeUndefined();
    // The runner wants to hear from its workers.
    if (nth % 50 === 0) await nextTurn();
  }
  const lines = [...happenings].map(([what, times]) => `${times} × ${what}`).sort();
  process.stdout.write(`${lines.join('\n')}\n`);
  if (own.length >= 1000) for (const what of expected) expect([...happenings.keys()]).toContain(what);
}

/** What went wrong, with the shortest schedule for it that was found. */
async function problemOf(
  seed: number,
  bundled: Simulation,
  happenings: simulation.Happenings,
): Promise<string | undefined> {
  const schedule = Schedule.ofSeed(seed, scheduleLength);
  const failure = await failureOf(schedule, bundled, happenings);
  if (failure === undefined) return undefined;
  const short = await shortestFor(failure, schedule.drawn, (numbers) =>
    failureOf(Schedule.of(numbers), bundled),
  );
  // What is thrown by the sources names their lines.
  const sources = await import('./simulation.js');
  const whole = (await failureOf(Schedule.ofSeed(seed, scheduleLength), sources)) ?? failure;
  const what = await failureOf(Schedule.of(short), sources);
  return `${whole}\nIn short: ${what}\nby the schedule [${short.join(',')}]`;
}

async function failureOf(
  schedule: Schedule,
  { simulate }: Simulation,
  happenings?: simulation.Happenings,
): Promise<string | undefined> {
  try {
    await simulate(schedule, happenings);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/**
 * The bundle with stacks as V8 has them. Each operator of a pipeline asks for one, and the runner looks up where in the sources
 * each line of it is.
 */
function withPlainStacks({ simulate }: Simulation): Simulation {
  return {
    simulate: async (...args) => {
      const before = { prepareStackTrace: prepareStackTrace(), stackTraceLimit: Error.stackTraceLimit };
      Object.assign(Error, { prepareStackTrace: undefined, stackTraceLimit: 10 });
      try {
        await simulate(...args);
      } finally {
        Object.assign(Error, before);
      }
    },
  };
}

function prepareStackTrace(): unknown {
  return Reflect.get(Error, 'prepareStackTrace');
}
