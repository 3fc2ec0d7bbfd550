import { compileCodec, viewsOf, type Codec } from '../channels/codec.js';
import { framesIn } from '../channels/frames.js';
import { filledRing, RingReader, RingWriter } from '../channels/ring.js';
import { timestampedCodec, type RecordTime } from '../channels/timestampedCodec.js';
import { createOperator, type OperatorEnvironment } from '../operators/create.js';
import type { RestoredState, SnapshotMode, SourceOperator, StreamOperator } from '../operators/operator.js';
import type { Graph, GraphOperator } from '../pipeline/graph.js';
import { EventWriter } from '../recorder/eventRing.js';
import { Alignment } from '../task/alignment.js';
import { EventTime } from '../task/eventTime.js';
import { HeldInputs } from '../task/heldInputs.js';
import { InputGate, type InputChannel } from '../task/inputGate.js';
import { Meter } from '../task/meter.js';
import { Outputs, type OutputEdge } from '../task/outputs.js';
import { StateLock } from '../task/stateLock.js';
import { Subtask } from '../task/subtask.js';
import type { ChannelState } from '../task/channelState.js';
import { WatermarkGenerator } from '../task/watermarkGenerator.js';
import type { World } from '../task/world.js';
import { edgeName, isSameEdge } from './edges.js';
import type { Plan, PlannedSubtask } from './plan.js';
import type { SharedMemory } from './sharedMemory.js';

/** What a runtime gives a subtask. */
export interface SubtaskSurroundings {
  readonly memory: Pick<SharedMemory, 'rings' | 'events' | 'locks'>;
  readonly world: World;
  readonly environment: OperatorEnvironment;
  readonly mode: SnapshotMode;
  /** So many checkpoints go at once at most; a savepoint may go beside them. */
  readonly maxConcurrent: number;
  readonly restored: RestoredState | undefined;
  /** Tells a subtask, by its index, that a channel of its own has news. */
  readonly wake: (subtask: number) => void;
}

/** Puts a subtask of the plan together, in whichever runtime. */
export function buildSubtask(
  graph: Graph,
  plan: Plan,
  index: number,
  surroundings: SubtaskSurroundings,
): {
  readonly subtask: Subtask;
  readonly operator: StreamOperator | SourceOperator;
  readonly meter: Meter;
} {
  const { memory, world, environment, mode, maxConcurrent, restored } = surroundings;
  const planned = plan.subtasks[index]!;
  const definition = graph.operators[planned.operator]!;
  const time: RecordTime = { timestamp: Number.NaN };
  const codec = definition.output && codecOf(definition, time);
  const edges = outputEdges(graph, plan, planned, surroundings);
  const outputs = new Outputs(edges, codec, time);
  const generator = definition.eventTime && new WatermarkGenerator(definition.eventTime, time, outputs);
  const { emit } = generator ?? outputs;
  const operator = createOperator({
    definition,
    subtask: planned.subtask,
    emit,
    environment,
    time: { record: time, now: () => world.now() },
    restored,
  });
  const alignment = new Alignment(planned.inputs.length);
  const channels = inputChannels(graph, plan, planned, time, surroundings);
  const inFlight = restored?.inFlight ?? [];
  const gate = new InputGate(channels, alignment, restoredChannels(channels, inFlight));
  restoreHeldBack(outputs, edges, inFlight, codec);
  const timers = operator.kind === 'operator' ? operator.timers : undefined;
  const eventTime = new EventTime({ inputCount: planned.inputs.length, outputs, generator, timers });
  const events = new EventWriter(memory.events[index]);
  const meter = new Meter(events, () => operator.bytesCopied ?? 0, world.processorWait);
  const heldInputs = new HeldInputs(planned.inputs.length, events);
  const lock = new StateLock(memory.locks, index);
  const subtask = new Subtask({
    operator,
    gate,
    alignment,
    heldInputs,
    outputs,
    eventTime,
    lock,
    meter,
    events,
    world,
    mode,
    // One more: a savepoint, or what was given up and has not stopped yet.
    snapshotsMax: maxConcurrent + 1,
  });
  return { subtask, operator, meter };
}

/** The codec of what an operator sends. */
function codecOf({ output, hasTimestamps }: GraphOperator, time: RecordTime): Codec<unknown> {
  const codec = compileCodec(output!);
  return hasTimestamps ? timestampedCodec(codec, time) : codec;
}

function inputChannels(
  graph: Graph,
  plan: Plan,
  { operator, inputs }: PlannedSubtask,
  time: RecordTime,
  { memory, wake }: SubtaskSurroundings,
): InputChannel[] {
  return inputs.map(({ channel, fromOperator, input, side }) => {
    const { fromSubtask } = plan.channels[channel]!;
    return {
      reader: new RingReader(memory.rings[channel]!),
      codec: codecOf(graph.operators[fromOperator]!, time),
      side,
      edge: edgeName(graph, operator, input),
      wakeWriter: () => wake(fromSubtask),
    };
  });
}

function outputEdges(
  graph: Graph,
  plan: Plan,
  { outputs }: PlannedSubtask,
  { memory, wake }: SubtaskSurroundings,
): OutputEdge[] {
  return outputs.map(({ to, input, ship, channels }) => {
    const { key } = graph.operators[to]!.inputs[input]!;
    return {
      ship,
      name: edgeName(graph, to, input),
      ...(key ? { key } : {}),
      channels: channels.map((channel) => {
        const { toSubtask } = plan.channels[channel]!;
        return { writer: new RingWriter(memory.rings[channel]!), wakeReader: () => wake(toSubtask) };
      }),
    };
  });
}

/** Channels with the records that were on their way, whose writers are no more. */
function restoredChannels(channels: readonly InputChannel[], inFlight: ChannelState): InputChannel[] {
  return inFlight.flatMap(({ end, edge, frames }) => {
    const channel = channels.find((each) => isSameEdge(each.edge, edge));
    if (end === 'output' || !channel) return [];
    const reader = new RingReader(filledRing(frames));
    return [{ ...channel, reader, wakeWriter: () => undefined }];
  });
}

function restoreHeldBack(
  outputs: Outputs,
  edges: readonly OutputEdge[],
  inFlight: ChannelState,
  codec: Codec<unknown> | undefined,
): void {
  for (const { end, edge, frames } of inFlight) {
    if (end === 'input' || !codec) continue;
    const index = edges.findIndex(({ name }) => isSameEdge(name, edge));
    const views = viewsOf(frames.buffer);
    for (const { at } of framesIn(views)) outputs.restore(index, codec.decode(views, at));
  }
}
