import { describe, expect, it } from 'vitest';
import type { Advice, RuleName } from '../../../src/analysis/advice/advice.js';
import { adviceOn, adviceOnRun } from '../../../src/analysis/advice/adviceOn.js';
import { flinkOptions } from '../../../src/analysis/advice/flinkOptions.js';
import { extentOf } from '../../../src/analysis/extent.js';
import { counterNames, type Counter, type Trace } from '../../../src/trace/model.js';
import { checkpointNumbered, flinkRecording } from '../../fixtures/flinkRecording.js';
import { recordings } from '../../fixtures/flinkRecordings.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';
import { jobTrace, type JobWishes } from './jobTrace.js';

function adviceIn(trace: Trace, id: number): readonly Advice[] {
  return adviceOn(trace, checkpointNumbered(trace, id), extentOf(trace).now);
}

function rulesIn(recording: string, id: number, from: ('rest' | 'log')[] = ['rest']): readonly RuleName[] {
  return adviceIn(flinkRecording(recording, { from }), id).map(({ rule }) => rule);
}

/** The rules that speak of the last checkpoint of an invented job. */
function rulesOf(wishes: JobWishes): readonly RuleName[] {
  const trace = jobTrace(wishes);
  return adviceOn(trace, trace.checkpoints.length - 1, extentOf(trace).now).map(({ rule }) => rule);
}

function textOf({ found }: Advice): string {
  return found.map(({ text }) => text).join('');
}

describe('what to try', () => {
  it.each<[string, number, RuleName[]]>([
    ['skew', 4, ['skew']],
    ['backpressure-aligned', 3, ['backPressure', 'tooOften']],
    ['backpressure-unaligned', 4, ['pointwiseEdge', 'inFlightData']],
    ['rocksdb-1m-incremental', 6, ['lockHold']],
    ['hidden-flush', 4, ['unaccounted']],
    ['expired', 3, ['timeout', 'lockHold']],
    ['expired', 5, ['timeout', 'earlierLockHold']],
    ['declined', 3, ['declined']],
    ['hashmap-1m', 8, []],
    ['sync-operator-state', 2, ['lockHold', 'unaccounted']],
  ])('%s #%i: says what the recording was made to show, and no more', (recording, id, rules) => {
    expect(rulesIn(recording, id)).toEqual(rules);
  });

  it('names a flush where a log tells of it, and asks for the log where none does', () => {
    expect(rulesIn('hidden-flush', 4, ['rest', 'log'])).toEqual(['flush']);
    const [open] = adviceIn(flinkRecording('hidden-flush', { from: ['rest'] }), 4);
    expect(open!.tries[0]!.text).toContain('org.apache.flink.streaming.runtime.tasks');
  });

  it('puts the lock hold of the first checkpoint down to the start of the job', () => {
    const [first] = adviceIn(flinkRecording('skew', { from: ['rest'] }), 1);
    expect(first!.rule).toBe('firstOfRun');
    expect(textOf(first!)).toBe(
      'The lock hold of 146 ms at Source: orders -> parse (1/4) was in the first checkpoint of the job.',
    );
  });

  it('says what a late report proves of the timeout', () => {
    const [timeout] = adviceIn(flinkRecording('expired', { from: ['rest'] }), 4);
    expect(textOf(timeout!)).toBe('It was given up after 4.01 s; the last report came after 8.30 s.');
    expect(timeout!.tries[1]).toMatchObject({
      text: 'All reports had come after 8.30 s: a limit above that would have been enough for this one.',
      option: { name: 'execution.checkpointing.timeout' },
    });
  });

  it('does not tell people to switch on what is on', () => {
    const advice = recordings.flatMap((recording) => {
      const trace = flinkRecording(recording, { from: ['rest'] });
      const unaligned = (trace.source['checkpointing'] as { unaligned?: boolean } | undefined)?.unaligned;
      if (unaligned !== true) return [];
      return [...trace.checkpoints.keys()].flatMap((index) => adviceOn(trace, index, extentOf(trace).now));
    });
    expect(advice.length).toBeGreaterThan(0);
    expect(advice.flatMap(({ tries }) => tries.map(({ option }) => option?.name))).not.toContain(
      flinkOptions.unaligned.name,
    );
  });

  it('gives each finding a number, its threshold and something to do, in whole sentences', () => {
    for (const recording of recordings) {
      const trace = flinkRecording(recording, { from: ['rest'] });
      const all = [...trace.checkpoints.keys()].flatMap((index) =>
        adviceOn(trace, index, extentOf(trace).now),
      );
      for (const advice of [...all, ...adviceOnRun(trace)]) {
        expect(textOf(advice)).toMatch(/^[^ ].*[.]$/);
        expect(textOf(advice)).not.toMatch(/undefined|NaN|Infinity|\?/);
        expect(advice.compared).toMatch(/\.$|reason: ./);
        expect(advice.compared).not.toMatch(/undefined|NaN|Infinity/);
        expect(advice.tries.length).toBeGreaterThan(0);
      }
    }
  });
});

describe('a rule speaks from its threshold on', () => {
  const whole = 1000;

  it.each<[RuleName, JobWishes, JobWishes]>([
    ['lockHold', { sync: 99 }, { sync: 100 }],
    ['flush', { preBarrier: 99 }, { preBarrier: 100 }],
    ['upload', { async: 999, bytes: 5e6 }, { async: 1000, bytes: 5e6 }],
    ['backPressure', { travel: 999 }, { travel: 1000 }],
    ['lateSource', { startDelay: 999 }, { startDelay: 1000 }],
    ['lateAcknowledgement', { ack: 99 }, { ack: 100 }],
    ['finalisation', { completion: 99 }, { completion: 100 }],
    ['tooOften', { async: 500, interval: 1000 }, { async: 2000, interval: 1000 }],
    ['alignment', { alignment: 99, siblings: 99 }, { alignment: 100, siblings: 100 }],
    ['skew', { alignment: 99 }, { alignment: 100 }],
    ['queuedUpload', { async: 200, queued: 99, kind: 'engine' }, { async: 200, queued: 100, kind: 'engine' }],
  ])('%s', (rule, below, at) => {
    expect(rulesOf(below)).not.toContain(rule);
    expect(rulesOf(at)).toContain(rule);
  });

  it('and not of a small part of a long checkpoint', () => {
    expect(rulesOf({ ack: 200, async: 3 * whole, bytes: 5e6 })).not.toContain('lateAcknowledgement');
    expect(rulesOf({ completion: 200, async: 3 * whole, bytes: 5e6 })).not.toContain('finalisation');
    expect(rulesOf({ async: whole, travel: 1.5 * whole, bytes: 5e6 })).not.toContain('upload');
  });

  it('back-pressure is not said where something stood still for half as long', () => {
    expect(rulesOf({ travel: 2000, sync: 999 })).toContain('backPressure');
    expect(rulesOf({ travel: 2000, sync: 1000 })).not.toContain('backPressure');
  });

  it('growing state: half as much again as in the first third, and still going up', () => {
    const sizes = (last: number) => [2, 2, 2.6, 2.6, last, last].map((mb) => mb * 1e6);
    const growth = (fullBytes: readonly number[]) =>
      adviceOnRun(jobTrace({ fullBytes })).map(({ rule }) => rule);
    expect(growth(sizes(2.99))).toEqual([]);
    expect(growth(sizes(3))).toEqual(['stateGrowth']);
    expect(growth([2, 2, 3, 3, 3.2, 3.2].map((mb) => mb * 1e6))).toEqual([]);
  });

  it('full uploads: only of state on disk, and only where every checkpoint is whole', () => {
    const stateBackend = 'EmbeddedRocksDBStateBackend';
    const same = Array.from({ length: 6 }, () => 2e6);
    const rules = (wishes: JobWishes) => adviceOnRun(jobTrace(wishes)).map(({ rule }) => rule);
    expect(rules({ fullBytes: same, stateBackend })).toEqual(['fullUploads']);
    expect(rules({ fullBytes: same })).toEqual([]);
    expect(rules({ fullBytes: same, stateBackend, stored: 1e6 })).toEqual([]);
  });

  it('a slow TaskManager: all of its subtasks, by a factor and by a time', () => {
    const rules = (wishes: JobWishes) => adviceOnRun(jobTrace(wishes)).map(({ rule }) => rule);
    expect(rules({ async: 50, slowedBy: 100 })).toEqual(['slowTaskManager']);
    expect(rules({ async: 50, slowedBy: 99 })).toEqual([]);
    expect(rules({ async: 500, slowedBy: 400 })).toEqual([]);
  });
});

describe('what to try with an embedded run', () => {
  it('that gave a checkpoint up says how long it had, and which option that is', () => {
    const trace = jobTrace({ kind: 'engine' });
    const [checkpoint] = trace.checkpoints;
    const failure =
      'timed out after 1000 ms, not acknowledged by sink (1/1), which has no barrier of map (1/1)';
    const late = { ...checkpoint!, status: 'failed' as const, end: checkpoint!.trigger + 1000, failure };
    const checkpoints = [late, ...trace.checkpoints.slice(1)];
    const advice = adviceOn({ ...trace, checkpoints }, 0, extentOf(trace).now);
    const timeout = advice.find(({ rule }) => rule === 'timeout');
    expect(timeout && textOf(timeout)).toBe('It was given up after 1.00 s.');
    expect(timeout?.tries.at(-1)?.option?.name).toBe('--timeout');
  });

  it('names the options of this engine', () => {
    const [advice] = adviceIn(ordersTrace({ snapshot: 'full-copy' }), 3);
    expect(advice).toMatchObject({
      rule: 'snapshotMode',
      tries: [{ option: { name: '--snapshot copy-on-write' } }],
    });
    expect(adviceIn(ordersTrace(), 3).map(({ rule }) => rule)).toEqual(['copyTax']);
  });

  it.each([
    [8, true],
    [9, false],
  ])(
    'names the processors where they are no more than the threads: %i of them for 8',
    (processors, isNamed) => {
      const trace = ordersTrace();
      const [advice] = adviceIn({ ...trace, source: { ...trace.source, processors } }, 3);
      expect(advice!.rule).toBe('copyTax');
      const [first] = advice!.tries;
      expect(first!.option?.name === '--parallelism').toBe(isNamed);
      if (isNamed) expect(first!.text).toContain('here it is 8 for 8 threads that process');
    },
  );

  it.each([
    [5, true],
    [0.5, false],
  ])(
    'goes by how long the subtask waited for a processor, where that was recorded: %d of 20 ms during the upload',
    (ms, isNamed) => {
      const trace = ordersTrace();
      const whole = trace.counters[0]!.values.length;
      const series = (name: string, value: (at: number) => number): Counter[] =>
        [0, 1].map((subtask) => ({
          ...{ ...trace.counters[0]!, name, operator: 2, subtask },
          values: Float64Array.from({ length: whole }, (_, bucket) =>
            value(bucket * trace.counters[0]!.step),
          ),
        }));
      const counters = [
        ...trace.counters,
        ...series(counterNames.backPressuredTime, () => 0),
        ...series(counterNames.idleTime, () => 0),
        ...series(counterNames.processorWaitTime, (at) =>
          at >= trace.checkpoints[2]!.trigger ? (ms * trace.counters[0]!.step) / 20 : 0,
        ),
      ];
      const source = { ...trace.source, processors: 2 };
      const advice = adviceIn({ ...trace, source, counters }, 3).find(({ rule }) => rule === 'copyTax')!;
      expect(textOf(advice)).toContain('of that time it waited for a processor, for 0 % before.');
      expect(advice.tries.some(({ option }) => option?.name === '--parallelism')).toBe(isNamed);
    },
  );
});
