import { CheckpointHistory, type Restorable } from '../../src/engine/checkpoint/history.js';
import { RestartStrategy } from '../../src/engine/checkpoint/restartStrategy.js';
import type { RestoredState } from '../../src/engine/operators/operator.js';
import type { Graph } from '../../src/engine/pipeline/graph.js';
import { planOf } from '../../src/engine/runtime/plan.js';
import { restoredState } from '../../src/engine/runtime/restore.js';
import type { ProcessEnd, ProcessSettings, Surroundings } from './processSettings.js';
import { PowerCut } from './simulatedDisk.js';
import type { Published } from './simulatedMain.js';
import { SimulatedProcess } from './simulatedProcess.js';

export type RunSettings = Omit<ProcessSettings, 'restored' | 'firstCheckpoint'> & {
  readonly restartAttempts: number;
  /** The power goes at the so-many-th sync or rename in the sink's folder. */
  readonly powerLostAt: number;
};

export interface SimulatedRun {
  readonly end: ProcessEnd;
  readonly published: readonly Published[];
  /** The last savepoint that was taken, where no attempt has failed since, which may take away what it promises. */
  readonly savepoint: Published | undefined;
}

/**
 * Runs a process to its end: one attempt, and one more after each failure from which it may recover, as `JobRun` does it.
 *
 * @param ended told of each attempt, with what it had started from
 */
export async function simulateRun(
  world: Surroundings,
  settings: RunSettings,
  origin: Restorable | undefined,
  ended: (attempt: SimulatedProcess, end: ProcessEnd, restored: readonly RestoredState[]) => Promise<void>,
): Promise<SimulatedRun> {
  const { graph, run, restartAttempts } = settings;
  const { storage, losses, files, clock, schedule } = world;
  const history = new CheckpointHistory(storage, graph.job);
  const delayMs = settings.tickMs * 10;
  const strategy = new RestartStrategy({ type: 'fixed-delay', attempts: restartAttempts, delayMs }, () => 0);
  const published: Published[] = [];
  files.losePowerAt(settings.powerLostAt);
  let point = origin;
  let firstCheckpoint = (origin?.metadata.checkpoint ?? 0) + 1;
  for (let isFirst = true; ; isFirst = false) {
    const faults = isFirst ? {} : faultsOfRestart(settings, schedule.oneOf(3));
    const restored = point ? restoredStates(point, graph) : [];
    files.promise(point?.metadata);
    const attempt = begun(world, { ...settings, ...faults, restored, firstCheckpoint });
    if (attempt === undefined) return { end: 'crashed', published, savepoint: undefined };
    const end = attempt.run();
    const { main } = attempt;
    published.push(...main.published);
    await ended(attempt, end, restored);
    const delay = end === 'failed' || end === 'coordinator lost' ? strategy.failed(clock.now) : undefined;
    if (delay === undefined) return { end, published, savepoint: main.savepoint };
    clock.now += delay;
    try {
      point = await history.latestOf(run, origin);
    } catch (error) {
      if (!losses.haveSpoiltAll(published)) throw error;
      return { end: 'failed', published, savepoint: undefined };
    }
    if (!point) files.clear();
    // What a main thread has lost it cannot count on.
    firstCheckpoint = end === 'failed' ? main.next : (point?.metadata.checkpoint ?? 0) + 1;
  }
}

/** An attempt, unless the power goes while it finishes what its checkpoint has promised. */
function begun(world: Surroundings, settings: ProcessSettings): SimulatedProcess | undefined {
  try {
    return new SimulatedProcess(world, settings);
  } catch (error) {
    if (error instanceof PowerCut) return undefined;
    throw error;
  }
}

/** A restart may be hit again, in the same way or not at all. */
function faultsOfRestart(
  { subtaskLostAfter, coordinatorLostAfter }: RunSettings,
  chance: number,
): Partial<ProcessSettings> {
  return {
    subtaskLostAfter: chance === 0 ? subtaskLostAfter : Infinity,
    coordinatorLostAfter: chance === 1 ? coordinatorLostAfter : Infinity,
  };
}

export function restoredStates(point: Restorable, graph: Graph): RestoredState[] {
  return planOf(graph).subtasks.map(({ operator, subtask }) =>
    restoredState(point, graph, operator, subtask)!,
  );
}
