// A subtask's thread: builds the subtask's part of the pipeline and drives its step machine until it has finished.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { compileCodec, type Codec } from '../channels/codec.js';
import { RingReader, RingWriter } from '../channels/ring.js';
import { WakeWord } from '../channels/wakeWord.js';
import { messageOf, RunError } from '../errors.js';
import { createOperator } from '../operators/create.js';
import type { Graph } from '../pipeline/graph.js';
import { placeInStack } from '../pipeline/place.js';
import type { RecordType } from '../pipeline/recordTypes.js';
import { EventWriter } from '../recorder/eventRing.js';
import { reasonOf } from '../storage/localDirectory.js';
import { Alignment } from '../task/alignment.js';
import { InputGate, type InputChannel } from '../task/inputGate.js';
import { Meter } from '../task/meter.js';
import { Outputs, type OutputEdge } from '../task/outputs.js';
import { StateLock } from '../task/stateLock.js';
import { Subtask, type Progress } from '../task/subtask.js';
import { buildGraph } from './buildGraph.js';
import { clockSince } from './clock.js';
import type { FromSubtaskWorker, SubtaskWorkerData } from './messages.js';
import { localPartFiles } from './partFiles.js';
import { planOf, type Plan, type PlannedSubtask } from './plan.js';
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

function codecOf(type: RecordType): Codec<unknown> {
  return compileCodec(type);
}

function inputChannels(graph: Graph, plan: Plan, { inputs }: PlannedSubtask): InputChannel[] {
  return inputs.map(({ channel, fromOperator }) => {
    const writer = wakeWord(plan.channels[channel]!.fromSubtask);
    return {
      reader: new RingReader(memory.rings[channel]!),
      codec: codecOf(graph.operators[fromOperator]!.output!),
      wakeWriter: () => writer.wake(),
    };
  });
}

function outputEdges(graph: Graph, plan: Plan, { outputs }: PlannedSubtask): OutputEdge[] {
  return outputs.map(({ to, input, ship, channels }) => {
    const { key } = graph.operators[to]!.inputs[input]!;
    return {
      ship,
      ...(key ? { key } : {}),
      channels: channels.map((channel) => {
        const reader = wakeWord(plan.channels[channel]!.toSubtask);
        return { writer: new RingWriter(memory.rings[channel]!), wakeReader: () => reader.wake() };
      }),
    };
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new RunError(`${path} cannot be read: ${reasonOf(error)}.`);
  }
}

function build(graph: Graph, now: () => number): { subtask: Subtask; meter: Meter; world: ThreadWorld } {
  const plan = planOf(graph);
  const planned = plan.subtasks[index]!;
  const definition = graph.operators[planned.operator]!;
  const outputs = new Outputs(
    outputEdges(graph, plan, planned),
    definition.output && codecOf(definition.output),
  );
  const environment = { readText, partFiles: localPartFiles };
  const operator = createOperator(definition, planned.subtask, outputs.emit, environment, data.restored);
  const alignment = new Alignment(planned.inputs.length);
  const gate = new InputGate(inputChannels(graph, plan, planned), alignment);
  const events = new EventWriter(memory.events[index]!);
  const meter = new Meter(events);
  const world = new ThreadWorld(now, wakeWord(index), main, data.uploads);
  const lock = new StateLock(memory.locks, index);
  const subtask = new Subtask({
    operator,
    gate,
    alignment,
    outputs,
    lock,
    meter,
    events,
    world,
    mode: data.mode,
  });
  return { subtask, meter, world };
}

async function run(): Promise<void> {
  let name = `subtask ${index}`;
  try {
    const graph = await buildGraph(data.pipeline);
    const { operator, subtask: number } = planOf(graph).subtasks[index]!;
    const { name: operatorName, parallelism } = graph.operators[operator]!;
    name = `${operatorName} (${number + 1}/${parallelism})`;
    const now = clockSince(data.epoch);
    const { subtask, meter, world } = build(graph, now);
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
