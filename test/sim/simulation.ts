import { CheckpointHistory, type Restorable } from '../../src/engine/checkpoint/history.js';
import {
  checkpointFolder,
  metadataFile,
  type CheckpointMetadata,
} from '../../src/engine/checkpoint/metadata.js';
import { snapshotModes, type RestoredState } from '../../src/engine/operators/operator.js';
import type { Graph } from '../../src/engine/pipeline/graph.js';
import { Params } from '../../src/engine/pipeline/params.js';
import { planOf } from '../../src/engine/runtime/plan.js';
import { findRestorePoint, rescaledOperators, restoredState } from '../../src/engine/runtime/restore.js';
import { channelStateBytes } from '../../src/engine/task/channelState.js';
import { MemoryFiles } from '../fixtures/memoryFiles.js';
import { MemoryStorage } from '../fixtures/memoryStorage.js';
import { numberedJob } from './numberedJob.js';
import type { Schedule } from './schedule.js';
import type { SimulatedJob } from './simulatedJob.js';
import { SimulatedProcess, type ProcessSettings, type Surroundings } from './simulatedProcess.js';
import { timersJob } from './timersJob.js';
import { windowsJob } from './windowsJob.js';

const jobs: readonly ((schedule: Schedule) => SimulatedJob)[] = [
  numberedJob,
  numberedJob,
  windowsJob,
  timersJob,
];

/** What happened in a simulation, counted. */
export type Happenings = Map<string, number>;

/** Of so many processes some are killed and meet faults; the next ones are let go on to the end. */
const troubledMax = 6;

/**
 * Runs a pipeline to its end through whatever the schedule has in store; counts what happened.
 *
 * @throws Error that says what was not as it must be
 */
export async function simulate(schedule: Schedule, happenings: Happenings = new Map()): Promise<void> {
  const world: Surroundings = {
    schedule,
    storage: new MemoryStorage(),
    files: new MemoryFiles(),
    clock: { now: 0 },
  };
  const job = jobs[schedule.oneOf(jobs.length)]!(schedule);
  const troubled = schedule.oneOf(troubledMax + 1);
  const count = (what: string, times = 1): void =>
    void happenings.set(what, (happenings.get(what) ?? 0) + times);
  let isMixed = false;
  for (let nth = 0; ; nth++) {
    const graph = job.definition.build(new Params(new Map(), (_, path) => path), 1 + schedule.oneOf(3));
    const { process, run, point, isAligned, replayed } = await startProcess(
      world,
      graph,
      nth,
      nth < troubled,
    );
    if (point) count('restored');
    if (point && rescaledOperators(point, graph) !== '') count('restored with another parallelism');
    if (replayed > 0) count('restored with records in flight');
    if (replayed > 0 && rescaledOperators(point!, graph) !== '') {
      count('restored with records in flight and another parallelism');
    }
    if (point && point.passedOver.length > 0) count('passed over a damaged checkpoint');
    const end = process.run();
    count(`the process ${end}`);
    count('completed checkpoints', process.published.length);
    for (const [reason, times] of process.givenUp) {
      count(`given up: ${reason.replaceAll(/\d+(\.\d+)?/g, 'n')}`, times);
    }
    for (const metadata of process.published) {
      const inFlight = (await job.checkCheckpoint?.(world.storage, run, metadata)) ?? 0;
      if (inFlight > 0 && isAligned) throw new Error('an aligned barrier overtook records');
      if (inFlight > 0) count('completed checkpoints with records in flight');
    }
    isMixed ||= replayed > 0 && rescaledOperators(point!, graph) !== '';
    if (end === 'finished') {
      job.checkResults(world.files.lines(), process.published.at(-1)!, isMixed);
      count(job.definition.job);
      break;
    }
    if (nth > 100) throw new Error('it never finishes');
    await afterwards(world, graph, run, process.published);
  }
}

interface StartedProcess {
  readonly process: SimulatedProcess;
  readonly run: string;
  readonly point: Restorable | undefined;
  readonly isAligned: boolean;
  /** Bytes of records in flight that it starts with. */
  readonly replayed: number;
}

async function startProcess(
  world: Surroundings,
  graph: Graph,
  nth: number,
  isTroubled: boolean,
): Promise<StartedProcess> {
  const { storage, files } = world;
  const point = nth === 0 ? undefined : await findRestorePoint('latest', storage, graph, () => storage);
  // A run that starts afresh moves the results of an earlier one away.
  if (!point) files.clear();
  const run = `run-${nth}`;
  const restoredFrom = point && { restoredFrom: point.folder };
  await new CheckpointHistory(storage, graph.job).begin(run, {
    job: graph.job,
    started: nth,
    pid: nth,
    ...restoredFrom,
  });
  const settings = settingsOf(world.schedule, graph, run, isTroubled);
  const restored = point ? restoredStates(point, graph) : [];
  const firstCheckpoint = (point?.metadata.checkpoint ?? 0) + 1;
  const process = new SimulatedProcess(world, { ...settings, restored, firstCheckpoint });
  const replayed = restored.reduce((sum, { inFlight }) => sum + channelStateBytes(inFlight), 0);
  return { process, run, point, isAligned: settings.alignedTimeoutMs === Infinity, replayed };
}

function restoredStates(point: Restorable, graph: Graph): RestoredState[] {
  return planOf(graph).subtasks.map(({ operator, subtask }) =>
    restoredState(point, graph, operator, subtask)!,
  );
}

function settingsOf(
  schedule: Schedule,
  graph: Graph,
  run: string,
  isTroubled: boolean,
): Omit<ProcessSettings, 'restored' | 'firstCheckpoint'> {
  const tickMs = [0.1, 0.6, 3][schedule.oneOf(3)]!;
  return {
    graph,
    run,
    mode: snapshotModes[schedule.oneOf(snapshotModes.length)]!,
    channelWords: 16 << schedule.oneOf(4),
    tickMs,
    minPauseMs: tickMs * [0, 100][schedule.oneOf(2)]!,
    intervalMs: tickMs * (20 + schedule.oneOf(300)),
    tolerableFailures: schedule.oneOf(4),
    alignedTimeoutMs: [Infinity, 0, tickMs * (1 + schedule.oneOf(400))][schedule.oneOf(3)]!,
    timeoutMs: tickMs * (isTroubled ? 50 + schedule.oneOf(1500) : 1e6),
    uploadFailsOnceIn: isTroubled ? [4, 20, Infinity][schedule.oneOf(3)]! : Infinity,
    publicationFailsOnceIn: isTroubled ? [3, 10, Infinity][schedule.oneOf(3)]! : Infinity,
    crashAfter: isTroubled ? schedule.oneOf(2500) : Infinity,
  };
}

/** What may happen to a storage between two processes: old checkpoints go, a file of the newest is damaged. */
async function afterwards(
  { storage, schedule }: Surroundings,
  graph: Graph,
  run: string,
  published: readonly CheckpointMetadata[],
): Promise<void> {
  if (published.length > 0 && schedule.onceIn(2)) {
    await new CheckpointHistory(storage, graph.job).retain(run, 1 + schedule.oneOf(3), () => false);
  }
  const newest = published.at(-1);
  const kept = storage.paths().filter((path) => path.startsWith(`${run}/`) && path.endsWith(metadataFile));
  // With the only one damaged there is nothing to restore, and the engine says so.
  if (kept.length < 2 || newest === undefined || !schedule.onceIn(3)) return;
  const folder = checkpointFolder(run, newest.checkpoint);
  const files = storage.paths().filter((path) => path.startsWith(`${folder}/`));
  storage.damage(files[schedule.oneOf(files.length)]!, schedule.onceIn(2));
}
