import { availableParallelism, hostname } from 'node:os';
import { basename } from 'node:path';
import type { Graph } from '../pipeline/graph.js';
import type { Epoch } from './clock.js';
import type { Plan } from './plan.js';
import type { RunSettings } from './runSettings.js';
import type { RecordedRun, RecordedSubtask } from '../recorder/recorderMessages.js';

/** What a run's trace says of it from the start. */
export function recordedRun(graph: Graph, settings: RunSettings, epoch: Epoch): RecordedRun {
  const { snapshot, incremental, intervalMs, timeoutMs, alignedTimeoutMs: alignedTimeout } = settings;
  const { maxConcurrent, parallelism, throttle, params, definition, storage } = settings;
  const source = {
    kind: 'engine' as const,
    job: graph.job,
    definition,
    snapshot,
    ...(incremental ? { incremental } : {}),
    intervalMs,
    timeoutMs,
    ...(maxConcurrent > 1 ? { maxConcurrent } : {}),
    parallelism,
    processors: availableParallelism(),
    storage,
    params: Object.fromEntries(params),
    ...(throttle === undefined ? {} : { throttleBytesPerSecond: throttle }),
    ...(alignedTimeout === Infinity ? {} : { checkpointing: { unaligned: true, alignedTimeout } }),
  };
  const operators = graph.operators.map(({ id, name, parallelism: subtasks, inputs, definedAtLine }) => ({
    id,
    name,
    parallelism: subtasks,
    inputs: inputs.map(({ from, ship }) => ({ from: graph.operators[from]!.id, ship })),
    ...(definedAtLine === undefined
      ? {}
      : { definedAt: { file: basename(definition), line: definedAtLine } }),
  }));
  const writer = { pid: process.pid, host: hostname() };
  return { version: settings.version, epoch: epoch.unixMs, source, writer, operators };
}

/** The subtasks of a plan by their indices, each with where its inputs come from. */
export function recordedSubtasks({ subtasks, channels }: Plan): RecordedSubtask[] {
  return subtasks.map(({ operator, subtask, inputs }) => ({
    operator,
    subtask,
    inputs: inputs.map(({ channel, fromOperator }) => {
      const { fromSubtask } = channels[channel]!;
      return { operator: fromOperator, subtask: subtasks[fromSubtask]!.subtask };
    }),
  }));
}
