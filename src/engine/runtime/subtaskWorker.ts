// A subtask's thread: builds the subtask's part of the pipeline and drives its step machine until it has finished.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { RingReader } from '../channels/ring.js';
import { WakeWord } from '../channels/wakeWord.js';
import { messageOf, RunError } from '../errors.js';
import type { LineFeed } from '../operators/socketSource.js';
import type { Graph } from '../pipeline/graph.js';
import { placeInStack } from '../pipeline/place.js';
import { whyNotRead } from '../storage/fileProblem.js';
import type { Meter } from '../task/meter.js';
import type { Progress, Subtask } from '../task/subtask.js';
import { rebuildGraph } from './buildGraph.js';
import { exposeCollection } from './exposeCollection.js';
import { buildSubtask } from './buildSubtask.js';
import { clockSince } from './clock.js';
import type { FromSubtaskWorker, SubtaskWorkerData } from './messages.js';
import { localPartFiles } from './partFiles.js';
import { planOf, subtaskName, type Plan } from './plan.js';
import { printLine, writeThreadOutputAtOnce } from './standardOutput.js';
import { ThreadWorld } from './threadWorld.js';

const data = workerData as SubtaskWorkerData;
const main = parentPort!;
const { memory, index } = data;

/** Longest sleep, ms, when nothing is due: a lost wake-up would cost this much and no more. */
const sleepMsMax = 1000;
/** Shortest sleep, ms, of a source that waits for its rate. */
const sleepMsMin = 1;

function tell(message: FromSubtaskWorker): void {
  main.postMessage(message);
}

function wakeWord(subtask: number): WakeWord {
  return new WakeWord(memory.wakeWords, subtask);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new RunError(`${path} cannot be read: ${whyNotRead(error)}.`);
  }
}

function lineFeed(): LineFeed {
  const { lines, port } = data.socket!;
  return { reader: new RingReader(lines), roomMade: () => port.postMessage('room') };
}

/** As much as a processor core has in its own caches. */
const prefetchFrom = 1 << 20;

function build(
  graph: Graph,
  plan: Plan,
  now: () => number,
): { subtask: Subtask; meter: Meter; world: ThreadWorld } {
  const world = new ThreadWorld(now, wakeWord(index), main, data.uploads);
  const environment = {
    readText,
    partFiles: localPartFiles,
    print: printLine,
    lineFeed,
    notice: (text: string) => tell({ type: 'notice', text }),
    epochMs: data.epoch.unixMs,
    incremental: data.incremental,
    prefetchFrom,
  };
  // Looking them up by record would cost more than the wake-up.
  const wakeWords = plan.subtasks.map((_, subtask) => wakeWord(subtask));
  const { mode, maxConcurrent, restored } = data;
  const wake = (subtask: number): void => wakeWords[subtask]!.wake();
  const parts = buildSubtask(graph, plan, index, {
    memory,
    world,
    environment,
    mode,
    maxConcurrent,
    restored,
    wake,
  });
  return { ...parts, world };
}

async function run(): Promise<void> {
  let name = `subtask ${index}`;
  exposeCollection();
  writeThreadOutputAtOnce();
  try {
    const graph = await rebuildGraph(data.pipeline);
    const plan = planOf(graph);
    name = subtaskName(graph, plan.subtasks[index]!);
    const now = clockSince(data.epoch);
    const { subtask, meter, world } = build(graph, plan, now);
    tell({ type: 'ready' });
    await new Promise<void>((start) => main.once('message', () => start()));
    drive(subtask, meter, world, now);
  } catch (error) {
    const place = placeInStack(error, data.pipeline.definition.file);
    const where = place ? `${place.file}:${place.line}:${place.column}: ` : '';
    tell({ type: 'failed', message: `${where}${name}: ${messageOf(error)}`, place });
  }
}

function drive(subtask: Subtask, meter: Meter, world: ThreadWorld, now: () => number): void {
  const own = wakeWord(index);
  const stepOrSleep = (): Progress => {
    const progress = subtask.step();
    if (progress !== 'blocked') return progress;
    meter.flush();
    const due = Math.max(sleepMsMin, subtask.wakeAt - now());
    let afterwards: Progress = 'blocked';
    own.sleepUnless(() => (afterwards = subtask.step()) !== 'blocked', Math.min(sleepMsMax, due));
    return afterwards;
  };
  while (stepOrSleep() !== 'finished');
  meter.flush();
  world.close();
}

void run();
