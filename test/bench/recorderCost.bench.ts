/**
 * What recording costs: two keyed counts in one thread, one recorded and one not, take turns of some milliseconds, hundreds of times.
 * Each pair of turns gives how much more processor time a record took; the machine's mood meets both of a pair alike. Where in memory
 * a count lies makes it faster or slower by some percent, so it is done with many counts, each made anew. Recording is what the
 * subtasks write into their rings, and what the recorder's thread keeps of it.
 *
 *     npm run bench -- recorderCost [counts of each kind] [pairs of turns] [ms of a turn] [keys]
 */
import { blackholeSink, generate } from '../../src/engine/pipeline/connectors.js';
import { pipeline } from '../../src/engine/pipeline/dsl.js';
import { Params } from '../../src/engine/pipeline/params.js';
import { int32, int64, struct } from '../../src/engine/pipeline/recordTypes.js';
import { valueState } from '../../src/engine/pipeline/state.js';
import { EventReader } from '../../src/engine/recorder/eventRing.js';
import { RunRecording } from '../../src/engine/recorder/runRecording.js';
import { buildSubtask } from '../../src/engine/runtime/buildSubtask.js';
import { planOf } from '../../src/engine/runtime/plan.js';
import { recordedSubtasks } from '../../src/engine/runtime/recordedRun.js';
import { allocateEvents, allocateSharedMemory } from '../../src/engine/runtime/sharedMemory.js';
import { formatCount } from '../../src/analysis/quantities.js';
import { machine, median, say } from './report.js';

const [counts = 12, pairs = 200, turnMs = 10, keys = 200_000] = process.argv.slice(2).map(Number);
const warmUpMs = 500;
const counting = 1;

const Keyed = struct({ key: int32 });
const definition = pipeline('keyed count', ({ env }) => {
  env
    .source(
      Keyed,
      generate((index, random) => ({ key: index < keys ? index : random.int(keys) })),
    )
    .keyBy(({ key }) => key)
    .process(Keyed, {
      expectedKeys: keys,
      state: { count: valueState(int64) },
      process(_, { state }) {
        state.count.update(state.count.value() + 1);
      },
    })
    .sinkTo(blackholeSink());
});

/** All subtasks of one keyed count, one after the other, in this thread. */
function keyedCount(isRecorded: boolean): { turn: (ms: number) => number } {
  const graph = definition.build(new Params(new Map(), (_, path) => path), 1);
  const plan = planOf(graph);
  const events = isRecorded ? allocateEvents(plan) : [];
  const memory = allocateSharedMemory(plan, events);
  const none = (): never => {
    throw new Error('the benchmark has no files, no terminal and no sockets');
  };
  const environment = {
    ...{ readText: none, partFiles: none, print: none, lineFeed: none, notice: none },
    ...{ epochMs: 0, incremental: false, prefetchFrom: 1 << 20 },
  };
  const world = {
    now: () => performance.now(),
    receive: () => undefined,
    tell: () => undefined,
    upload: none,
    uploadChannelState: none,
  };
  const built = plan.subtasks.map(({ index }) =>
    buildSubtask(graph, plan, index, {
      ...{ memory, world, environment, restored: undefined, wake: () => undefined },
      ...{ mode: 'copy-on-write' as const, maxConcurrent: 1 },
    }),
  );
  const readers = events.map((ring) => new EventReader(ring));
  const run = { version: '0', epoch: 0, source: { kind: 'engine' as const, job: graph.job }, operators: [] };
  const recording = new RunRecording(run, recordedSubtasks(plan));
  const collect = (): void => {
    for (const [index, reader] of readers.entries()) {
      for (const event of reader.drain()) recording.record(index, event);
    }
  };
  return {
    /** Gives how much processor time a record took, µs. */
    turn(ms) {
      const cpu = process.cpuUsage();
      const before = built[counting]!.meter.total;
      const end = performance.now() + ms;
      while (performance.now() < end) for (const { subtask } of built) subtask.step();
      for (const { meter } of built) meter.flush();
      collect();
      const { user, system } = process.cpuUsage(cpu);
      return (user + system) / ((built[counting]!.meter.total - before) >>> 0);
    },
  };
}

const ratios = Array.from({ length: counts }, (_, nth) => logRatio(nth % 2 === 0));
report();

/** The logarithm of how many times the processor time a record takes where it is recorded, by two counts made for it. */
function logRatio(isRecordedFirst: boolean): number {
  const made = [isRecordedFirst, !isRecordedFirst].map((isRecorded) => keyedCount(isRecorded));
  const [recorded, unrecorded] = isRecordedFirst ? made : made.reverse();
  for (const each of [...made, ...made]) each.turn(warmUpMs);
  const logs = Array.from({ length: pairs }, (_, pair) => {
    // Each comes first as often as the other.
    if (pair % 2 === 0) return Math.log(recorded!.turn(turnMs) / unrecorded!.turn(turnMs));
    return -Math.log(unrecorded!.turn(turnMs) / recorded!.turn(turnMs));
  });
  return median(logs);
}

/** Of the mean, by Student's t. */
function report(): void {
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / counts;
  const variance = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (counts - 1);
  // The 97.5 % quantile of t, to a percent from 5 degrees of freedom on.
  const t = 1.96 + 2.5 / (counts - 1);
  const half = t * Math.sqrt(variance / counts);
  const percent = (log: number): string => {
    const value = (Math.exp(log) - 1) * 100;
    return `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(2)} %`;
  };
  say(`${machine()}.`);
  say(`${formatCount(keys)} keys, ${counts} counts of each kind, ${pairs} pairs of turns of ${turnMs} ms.\n`);
  say(
    `With a trace a record takes ${percent(mean)} more processor time (95 % confidence: ${percent(mean - half)} to ${percent(mean + half)}).`,
  );
}
