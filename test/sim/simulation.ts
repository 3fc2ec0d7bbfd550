import type { Restorable } from '../../src/engine/checkpoint/history.js';
import { metadataFile, type OperatorMetadata } from '../../src/engine/checkpoint/metadata.js';
import { RunFolders } from '../../src/engine/checkpoint/runFolders.js';
import { snapshotModes, type RestoredState } from '../../src/engine/operators/operator.js';
import type { Graph } from '../../src/engine/pipeline/graph.js';
import { Params } from '../../src/engine/pipeline/params.js';
import { findRestorePoint, rescaledOperators } from '../../src/engine/runtime/restore.js';
import { defaultCut, type MemoryCut } from '../../src/engine/state/memoryPool.js';
import { channelStateBytes } from '../../src/engine/task/channelState.js';
import { MemoryStorage } from '../fixtures/memoryStorage.js';
import { keepCompiled } from './compiledCode.js';
import { lifetimesJob } from './lifetimesJob.js';
import { Losses } from './losses.js';
import { numberedJob } from './numberedJob.js';
import type { ProcessEnd, Surroundings } from './processSettings.js';
import type { Schedule } from './schedule.js';
import { SimulatedDisk } from './simulatedDisk.js';
import type { SimulatedJob } from './simulatedJob.js';
import type { Published } from './simulatedMain.js';
import type { SimulatedProcess } from './simulatedProcess.js';
import { restoredStates, simulateRun, type RunSettings, type SimulatedRun } from './simulatedRun.js';
import { timersJob } from './timersJob.js';
import { windowsJob } from './windowsJob.js';

const jobs: readonly ((schedule: Schedule) => SimulatedJob)[] = [
  numberedJob,
  lifetimesJob,
  windowsJob,
  timersJob,
];

/** Small pages, which few keys fill, in small segments; and now and then those of a real run. */
const cuts: readonly MemoryCut[] = [
  { pageBytes: 256, segmentPagesMax: 256 },
  { pageBytes: 512, segmentPagesMax: 4 },
  { pageBytes: 1024, segmentPagesMax: 2 },
  defaultCut,
];

/** Copy-on-write more often than the others, as there is more to it. */
const modes = [...snapshotModes, 'copy-on-write', 'copy-on-write'] as const;

/** What happened in a simulation, counted. */
export type Happenings = Map<string, number>;

/** Of so many processes some are killed and meet faults; the next ones are let go on to the end. */
const troubledMax = 4;

/**
 * Runs a pipeline to its end through whatever the schedule has in store; counts what happened.
 *
 * @throws Error that says what was not as it must be
 */
export async function simulate(schedule: Schedule, happenings: Happenings = new Map()): Promise<void> {
  const storage = new MemoryStorage();
  const world: Surroundings = {
    schedule,
    storage,
    losses: new Losses(storage, schedule),
    files: new SimulatedDisk(schedule),
    clock: { now: 0 },
  };
  const job = jobs[schedule.oneOf(jobs.length)]!(schedule);
  const cut = cuts[schedule.oneOf(cuts.length)]!;
  const troubled = schedule.oneOf(troubledMax + 1);
  let before: Pick<SimulatedRun, 'published' | 'savepoint'> = { published: [], savepoint: undefined };
  const graphs = new Map<number, Graph>();
  let isMixed = false;
  for (let nth = 0; ; nth++) {
    const parallelism = 1 + schedule.oneOf(3);
    const params = new Params(new Map(), (_, path) => path);
    const graph = graphs.get(parallelism) ?? job.definition.build(params, parallelism);
    graphs.set(parallelism, graph);
    const point = await startingPoint(world, graph, nth, before, happenings);
    const goesOnMixed = point !== undefined && isInFlightMixed(point, graph);
    if (goesOnMixed) count(happenings, 'restored with records in flight and another parallelism');
    isMixed ||= goesOnMixed;
    const settings = settingsOf(schedule, graph, cut, `run-${nth}`, nth < troubled);
    const { end, published, savepoint } = await simulateRun(
      world,
      settings,
      point,
      async (attempt, ending, restored) => {
        countAttempt(happenings, attempt, ending, restored);
        keepCompiled(job.definition.job, attempt);
        const inFlight = await inFlightOf(world, attempt.main.published, job);
        if (inFlight > 0 && settings.alignedTimeoutMs === Infinity) {
          throw new Error('an aligned barrier overtook records');
        }
        if (inFlight > 0) count(happenings, 'completed checkpoints with records in flight');
      },
    );
    count(happenings, `the process ${end}`);
    if (end === 'finished') {
      job.checkResults(world.files.lines(), published.at(-1)!.metadata, isMixed);
      count(happenings, job.definition.job);
      for (const [what, times] of world.files.happened) count(happenings, what, times);
      break;
    }
    if (nth > 100) throw new Error('it never finishes');
    // What is not committed then would be in a hidden file.
    if (end === 'stopped') world.files.lines();
    before = { published, savepoint };
    await afterwards(world, graph, settings.run, published);
  }
}

function count(happenings: Happenings, what: string, times = 1): void {
  happenings.set(what, (happenings.get(what) ?? 0) + times);
}

function countAttempt(
  happenings: Happenings,
  { main, delays }: SimulatedProcess,
  end: ProcessEnd,
  restored: readonly RestoredState[],
): void {
  if (end === 'failed' || end === 'coordinator lost') count(happenings, `an attempt ${end}`);
  count(happenings, 'completed checkpoints', main.published.length);
  const built = main.published.filter(({ metadata }) => metadata.operators.some(isIncremental));
  if (built.length > 0) count(happenings, 'completed increments', built.length);
  for (const [what, times] of [...main.happened, ...delays.happened]) count(happenings, what, times);
  if (restored.some(({ inFlight }) => channelStateBytes(inFlight) > 0)) {
    count(happenings, 'restored with records in flight');
  }
}

/** Checks each checkpoint. Gives how many records were on their way in them. */
async function inFlightOf(
  { storage, losses }: Surroundings,
  published: readonly Published[],
  { checkCheckpoint }: SimulatedJob,
): Promise<number> {
  let inFlight = 0;
  // Retention takes checkpoints away, and somebody their files.
  for (const { folder, metadata } of published.filter((each) => losses.isWhole(each))) {
    inFlight += (await checkCheckpoint?.(storage, folder, metadata)) ?? 0;
  }
  return inFlight;
}

function isIncremental({ subtasks }: OperatorMetadata): boolean {
  return subtasks.some(({ earlier }) => earlier !== undefined);
}

/** Begins a run: from the savepoint that was taken last, from the latest checkpoint, or afresh. */
async function startingPoint(
  { schedule, storage, losses, files }: Surroundings,
  graph: Graph,
  nth: number,
  { published, savepoint }: Pick<SimulatedRun, 'published' | 'savepoint'>,
  happenings: Happenings,
): Promise<Restorable | undefined> {
  const restore = savepoint && schedule.onceIn(2) ? `/${storage.uri}/${savepoint.folder}` : 'latest';
  let point: Restorable | undefined;
  try {
    if (nth > 0) point = await findRestorePoint(restore, storage, graph, () => storage);
  } catch (error) {
    if (!losses.haveSpoiltAll(published)) throw error;
    count(happenings, 'started afresh, as nothing was sound');
  }
  // A run that starts afresh moves the results of an earlier one away.
  if (!point) files.clear();
  else {
    count(happenings, restore === 'latest' ? 'restored' : 'restored from a savepoint');
    if (rescaledOperators(point, graph) !== '') count(happenings, 'restored with another parallelism');
    if (point.metadata.operators.some(isIncremental)) count(happenings, 'restored from increments');
    if (point.passedOver.length > 0) count(happenings, 'passed over a damaged checkpoint');
  }
  const restoredFrom = point && { restoredFrom: point.folder };
  const record = { job: graph.job, started: nth, pid: nth, ...restoredFrom };
  await new RunFolders(storage, graph.job).begin(`run-${nth}`, record);
  return point;
}

/** Whether records in flight go on with another parallelism. */
function isInFlightMixed(point: Restorable, graph: Graph): boolean {
  if (rescaledOperators(point, graph) === '') return false;
  return restoredStates(point, graph).some(({ inFlight }) => channelStateBytes(inFlight) > 0);
}

function settingsOf(
  schedule: Schedule,
  graph: Graph,
  cut: MemoryCut,
  run: string,
  isTroubled: boolean,
): RunSettings {
  const tickMs = [0.1, 0.6, 3][schedule.oneOf(3)]!;
  const maxConcurrent = 1 + schedule.oneOf(4);
  return {
    graph,
    cut,
    run,
    mode: modes[schedule.oneOf(modes.length)]!,
    incremental: schedule.onceIn(2),
    prefetchFrom: [0, Infinity][schedule.oneOf(2)]!,
    channelWords: 16 << schedule.oneOf(4),
    tickMs,
    minPauseMs: tickMs * [0, 100][schedule.oneOf(2)]!,
    intervalMs: tickMs * (20 + schedule.oneOf(300 / maxConcurrent)),
    tolerableFailures: schedule.oneOf(4),
    maxConcurrent,
    alignedTimeoutMs: [Infinity, 0, tickMs * (1 + schedule.oneOf(400))][schedule.oneOf(3)]!,
    timeoutMs: tickMs * (isTroubled ? 50 + schedule.oneOf(1500) : 1e6),
    delaysOnceIn: isTroubled ? [40, 300, Infinity][schedule.oneOf(3)]! : Infinity,
    longestDelayMs: tickMs * 2000,
    uploadFailsOnceIn: isTroubled ? [4, 20, Infinity][schedule.oneOf(3)]! : Infinity,
    publicationFailsOnceIn: isTroubled ? [3, 10, Infinity][schedule.oneOf(3)]! : Infinity,
    crashAfter: isTroubled ? schedule.oneOf(2500) : Infinity,
    crashCutsPower: schedule.oneOf(2) === 0,
    powerLostAt: isTroubled ? [schedule.oneOf(80), Infinity][schedule.oneOf(2)]! : Infinity,
    subtaskLostAfter: isTroubled ? [schedule.oneOf(1500), Infinity][schedule.oneOf(2)]! : Infinity,
    fileRemovedAfter: isTroubled ? [schedule.oneOf(1500), Infinity][schedule.oneOf(2)]! : Infinity,
    coordinatorLostAfter: isTroubled ? [schedule.oneOf(1500), Infinity][schedule.oneOf(2)]! : Infinity,
    savepointAfter: isTroubled ? schedule.oneOf(1500) : Infinity,
    savepointStops: schedule.oneOf(3) === 0,
    restartAttempts: isTroubled ? schedule.oneOf(4) : 0,
  };
}

/** What may happen to a storage between two processes: old checkpoints go, a file of the newest is damaged. */
async function afterwards(
  { storage, schedule, losses }: Surroundings,
  graph: Graph,
  run: string,
  published: readonly Published[],
): Promise<void> {
  if (published.length > 0 && schedule.onceIn(2)) {
    await new RunFolders(storage, graph.job).retain(run, 1 + schedule.oneOf(3), () => false);
  }
  // A savepoint has none before it that could be used instead.
  const newest = published.findLast(({ metadata }) => metadata.kind !== 'savepoint');
  const kept = storage.paths().filter((path) => path.startsWith(`${run}/`) && path.endsWith(metadataFile));
  // With the only one damaged there is nothing to restore, and the engine says so.
  if (kept.length < 2 || newest === undefined || !losses.isWhole(newest) || !schedule.onceIn(3)) return;
  losses.damageOne(newest.folder);
}
