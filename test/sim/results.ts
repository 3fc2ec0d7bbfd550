import { snapshotModes } from '../../src/engine/operators/operator.js';
import type { PipelineDefinition } from '../../src/engine/pipeline/dsl.js';
import { Params } from '../../src/engine/pipeline/params.js';
import { defaultCut } from '../../src/engine/state/memoryPool.js';
import { MemoryStorage } from '../fixtures/memoryStorage.js';
import { Losses } from './losses.js';
import { Schedule } from './schedule.js';
import { SimulatedDisk } from './simulatedDisk.js';
import { SimulatedProcess } from './simulatedProcess.js';

/**
 * Runs a bounded pipeline by the schedule of a seed, with checkpoints and without faults, and gives the lines that its
 * only file sink has committed.
 */
export function resultsOf(definition: PipelineDefinition, seed: number, parallelism = 2): readonly string[] {
  const schedule = Schedule.ofSeed(seed, 20_000);
  const files = new SimulatedDisk(schedule);
  const storage = new MemoryStorage();
  const losses = new Losses(storage, schedule);
  const world = { schedule, storage, losses, files, clock: { now: 0 } };
  const graph = definition.build(new Params(new Map(), (_, path) => path), parallelism);
  const end = new SimulatedProcess(world, {
    graph,
    run: 'run',
    mode: snapshotModes[schedule.oneOf(snapshotModes.length)]!,
    incremental: false,
    prefetchFrom: 0,
    cut: defaultCut,
    restored: [],
    firstCheckpoint: 1,
    channelWords: 128 << schedule.oneOf(4),
    tickMs: 0.1,
    intervalMs: 3 + schedule.oneOf(30),
    minPauseMs: 0,
    maxConcurrent: 1,
    tolerableFailures: 0,
    alignedTimeoutMs: [Infinity, 0, 5][schedule.oneOf(3)]!,
    timeoutMs: 1e6,
    delaysOnceIn: Infinity,
    longestDelayMs: 0,
    uploadFailsOnceIn: Infinity,
    publicationFailsOnceIn: Infinity,
    crashAfter: Infinity,
    crashCutsPower: false,
    subtaskLostAfter: Infinity,
    coordinatorLostAfter: Infinity,
    fileRemovedAfter: Infinity,
    savepointAfter: Infinity,
    savepointStops: false,
  }).run();
  if (end !== 'finished') throw new Error(`the pipeline has ${end}`);
  return [...files.lines()].sort();
}
