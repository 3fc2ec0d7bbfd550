import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricPaths } from '../../../src/flink/metricsSchedule.js';
import { inFlightMax } from '../../../src/flink/recorderSchedule.js';
import { jobId, simulate, SimulatedFlink, vertexIds, type Observation } from './simulatedFlink.js';

const everySecond = {
  intervalMs: 1000,
  takesMs: () => 300,
  cacheMs: 3000,
  history: 10,
  latencyMs: () => 20,
} as const;

const all = undefined;
const certain = () => true;

/** Ids whose details and all subtasks were heard after they ended. */
function wholeCheckpoints({ answers }: Observation): ReadonlySet<number> {
  const parts = new Map<number, Set<string>>();
  for (const { path, answer } of answers) {
    const [, id, vertex] = /\/details\/(\d+)(?:\/subtasks\/([0-9a-f]+))?$/.exec(path) ?? [];
    if (id === undefined || answer.status !== 200) continue;
    if ((answer.body as { status: string }).status === 'IN_PROGRESS') continue;
    const heard = parts.get(Number(id)) ?? new Set();
    parts.set(Number(id), heard.add(vertex ?? 'details'));
  }
  return new Set([...parts].flatMap(([id, heard]) => (heard.size === vertexIds.length + 1 ? id : [])));
}

describe('a checkpoint every second, answers up to 3 s old, a history of ten', () => {
  it('loses none, whatever the answers’ delays and the checkpoints’ durations', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 700 }), { minLength: 5, maxLength: 50 }),
        fc.array(fc.integer({ min: 5, max: 2500 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 3000 }),
        (latencies, durations, cacheMs) => {
          let drawn = 0;
          const flink = new SimulatedFlink({
            ...everySecond,
            cacheMs,
            takesMs: (id) => durations[id % durations.length]!,
            latencyMs: () => latencies[drawn++ % latencies.length]!,
          });
          const observed = simulate(flink, 120_000);
          const whole = wholeCheckpoints(observed);
          expect(observed.events.filter(({ kind }) => kind === 'missed')).toEqual([]);
          for (const id of flink.endedBy(105_000)) expect(whole).toContain(id);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('never has more requests under way than it may, and no path twice', () => {
    const observed = simulate(new SimulatedFlink({ ...everySecond, latencyMs: () => 900 }), 60_000);
    expect(observed.mostInFlight).toBeLessThanOrEqual(inFlightMax);
    expect(observed.mostInFlight).toBeGreaterThan(1);
  });

  it('asks for a list of checkpoints about once a second', () => {
    const lists = simulate(new SimulatedFlink(everySecond), 60_000).answers.filter(({ path }) =>
      path.endsWith('/checkpoints'),
    );
    expect(lists.length).toBeGreaterThan(55);
    expect(lists.length).toBeLessThan(65);
  });

  it('asks less often while answers take long', () => {
    const slow = simulate(new SimulatedFlink({ ...everySecond, latencyMs: () => 2000 }), 60_000);
    const lists = slow.answers.filter(({ path }) => path.endsWith('/checkpoints'));
    expect(lists.length).toBeLessThan(20);
    expect(slow.events.filter(({ kind }) => kind === 'missed')).toEqual([]);
  });

  it('asks less often where checkpoints are rare', () => {
    const rare = simulate(new SimulatedFlink({ ...everySecond, intervalMs: 60_000 }), 600_000);
    const lists = rare.answers.filter(({ path, at }) => at > 180_000 && path.endsWith('/checkpoints'));
    expect(lists.length).toBeLessThan(420 / 2);
  });

  it('looks at one that is in progress whenever it got on, not at what is as it was', () => {
    const flink = new SimulatedFlink({ ...everySecond, intervalMs: 10_000, takesMs: () => 8000, cacheMs: 0 });
    const { answers } = simulate(flink, 19_000);
    const details = answers.filter(({ path }) => path.endsWith('/details/1'));
    expect(details.map(({ answer }) => (answer.body as { status: string }).status)).toContain('IN_PROGRESS');
    expect(details.length).toBeLessThan(5);
  });
});

describe('what left the history unseen', () => {
  it('is said, with its ids', () => {
    const flink = new SimulatedFlink({ ...everySecond, intervalMs: 100, takesMs: () => 20 });
    const missed = simulate(flink, 20_000).events.filter(({ kind }) => kind === 'missed');
    expect(missed.length).toBeGreaterThan(0);
    expect(missed[0]).toMatchObject({ from: expect.any(Number) as number, to: expect.any(Number) as number });
  });
});

describe('a checkpoint that left the history while it was seen in progress', () => {
  it('is said to be missed where Flink has it no more', () => {
    const down = [[30_500, 47_000]] as const;
    const flink = new SimulatedFlink({ ...everySecond, takesMs: () => 900, cacheMs: 0, down });
    const observed = simulate(flink, 120_000);
    const whole = wholeCheckpoints(observed);
    const missed = observed.events.flatMap((event) => (event.kind === 'missed' ? [event] : []));
    const isSaid = (id: number): boolean => missed.some(({ from, to }) => from <= id && id <= to);
    expect(flink.endedBy(100_000).filter((id) => !whole.has(id) && !isSaid(id))).toEqual([]);
  });
});

describe('a failed checkpoint', () => {
  it('is looked at again until its last subtask has reported', () => {
    const flink = new SimulatedFlink({
      ...everySecond,
      intervalMs: 20_000,
      fails: (id) => id === 2,
      lateMs: 7000,
    });
    const { answers } = simulate(flink, 100_000);
    const last = answers.filter(({ path }) => path.includes('/details/2/subtasks/')).at(-1)!;
    expect((last.answer.body as { subtasks: { className: string }[] }).subtasks[1]!.className).toBe(
      'completed',
    );
  });

  it('is looked at no more once it left the history, or nobody will report', () => {
    const flink = new SimulatedFlink({ ...everySecond, fails: certain, lateMs: Infinity, history: 1000 });
    const { answers, events } = simulate(flink, 130_000);
    const ofFirst = answers.filter(({ path }) => path.includes('/details/1/'));
    expect(ofFirst.length).toBeLessThan(8 * vertexIds.length);
    expect(ofFirst.at(-1)!.at).toBeLessThan(100_000);
    expect(events.filter(({ kind }) => kind === 'missed')).toEqual([]);
  });
});

describe('a cluster that does not answer for a while', () => {
  const down = [[30_000, 34_000]] as const;

  it('is an outage that is said once, and nothing is lost that is still in the history afterwards', () => {
    const flink = new SimulatedFlink({ ...everySecond, down });
    const observed = simulate(flink, 90_000);
    expect(observed.events.filter(({ kind }) => kind === 'outage')).toHaveLength(1);
    expect(observed.events.filter(({ kind }) => kind === 'resumed')).toHaveLength(1);
    const whole = wholeCheckpoints(observed);
    for (const id of flink.endedBy(80_000)) expect(whole).toContain(id);
  });

  it('is asked ever more rarely, never more than half a minute apart', () => {
    const flink = new SimulatedFlink({ ...everySecond, down: [[10_000, 500_000]] });
    const asked: number[] = [];
    const counting = Object.assign(Object.create(flink) as SimulatedFlink, {
      answer: (path: string, now: number) => {
        if (now > 10_000) asked.push(now);
        return flink.answer(path, now);
      },
    });
    simulate(counting, 500_000);
    const pauses = asked.slice(10).map((at, index) => at - (asked[index + 9] ?? 0));
    expect(asked.length).toBeLessThan(50);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(31_000);
    expect(Math.max(...pauses)).toBeGreaterThan(10_000);
  });

  it('fails the recording where it has not answered once: then it is the address', () => {
    const flink = new SimulatedFlink({ ...everySecond, down: [[0, 1000]] });
    expect(() => simulate(flink, 10_000)).toThrow('refused');
  });
});

describe('a job that ends', () => {
  it('ends the recording of that job with all its checkpoints, the one that was cancelled included', () => {
    const flink = new SimulatedFlink({ ...everySecond, takesMs: () => 900, jobEndsAt: 30_500 });
    const observed = simulate(flink, 200_000, { follows: certain });
    expect(observed.endedAt).toBeLessThan(45_000);
    expect([...wholeCheckpoints(observed)].sort((one, other) => one - other)).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
    expect(observed.events.map(({ kind }) => kind)).toContain('jobEnded');
  });

  it('is asked why, after what the server keeps is of after the change', () => {
    const flink = new SimulatedFlink({ ...everySecond, jobEndsAt: 30_500 });
    const { events } = simulate(flink, 200_000, { follows: certain });
    const kinds = events.map(({ kind }) => kind);
    expect(kinds.lastIndexOf('exceptions')).toBeGreaterThan(kinds.indexOf('jobEnded'));
    const states = events.flatMap((event) => (event.kind === 'exceptions' ? [event.job.state] : []));
    expect(states).toEqual(['RUNNING', 'CANCELED']);
  });

  it('does not end a recording of all jobs: another may come', () => {
    const flink = new SimulatedFlink({ ...everySecond, jobEndsAt: 10_000 });
    expect(simulate(flink, 60_000, { follows: all }).endedAt).toBe(60_000);
  });
});

describe('a long recording', () => {
  it('remembers no more paths after an hour than after a minute', () => {
    const remembered = (minutes: number): number => {
      const { answers, events } = simulate(new SimulatedFlink(everySecond), minutes * 60_000);
      const paths = new Set(answers.map(({ path }) => path));
      for (const event of events) {
        if (event.kind === 'forgotten') for (const path of event.paths) paths.delete(path);
      }
      return paths.size;
    };
    expect(remembered(60)).toBeLessThan(remembered(1) + 20);
  });
});

describe('metrics', () => {
  it('are asked for in lines that Flink takes, each subtask once', () => {
    const paths = metricPaths(jobId, [
      { id: vertexIds[0]!, parallelism: 128 },
      { id: vertexIds[1]!, parallelism: 1 },
    ]);
    expect(Math.max(...paths.map(({ length }) => length))).toBeLessThan(4000);
    const names = paths.flatMap((path) => path.slice(path.indexOf('get=') + 4).split(','));
    expect(names).toHaveLength(129 * 5);
    expect(names.filter((name) => name === '127.busyTimeMsPerSecond')).toHaveLength(1);
  });

  it('cost no more than two requests a second in the largest jobs', () => {
    const paths = metricPaths(jobId, [{ id: vertexIds[0]!, parallelism: 1_000_000 }]);
    expect(paths.length).toBeLessThan(300);
  });
});
