import { spanColumns } from '../trace/builder.js';
import { writeTrace } from '../trace/ckptWriter.js';
import { isBlocking, origins, phases, type Trace } from '../trace/model.js';
import { Lanes } from './chromeTrace/lanes.js';
import {
  coordinatorPid,
  counterEventNames,
  headMember,
  metadataEvent,
  operatorPid,
  subtaskName,
  type WrittenEvent,
} from './chromeTrace/layout.js';
import { seriesName, shownValue } from './chromeTrace/rates.js';
import { Threads } from './chromeTrace/threads.js';
import { eventTime, nanoseconds } from './chromeTrace/traceEventTime.js';
import { topologicalOrder } from './operatorOrder.js';

/** How many events one piece of the text holds. */
const eventsPerChunk = 10_000;

/**
 * The trace as Chrome trace events, in pieces to be written one after the other: opens in Perfetto and chrome://tracing.
 * A process for each operator, in topological order, with a thread for each subtask; `ts` and `dur` are µs since the
 * trace's epoch, to the nanosecond.
 *
 * Events of one thread must nest, and Perfetto puts those aside that do not. The phases of a subtask may overlap: in an
 * unaligned checkpoint, and where a checkpoint begins before the last one is uploaded. Such a phase goes to a further
 * thread below its subtask's. Async events may overlap, but both viewers group them by name, away from the subtask.
 * Thread ids are unique in the whole file, because Perfetto looks a thread up by its id first.
 *
 * What events do not say stands in a member behind them: Perfetto stops reading at a member that it does not know.
 *
 * @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export function* writeChromeTrace(trace: Trace): Generator<string, void, undefined> {
  yield '{"traceEvents":[\n';
  let lines: string[] = [];
  let separator = '';
  for (const event of eventsOf(trace)) {
    if (lines.push(JSON.stringify(event)) < eventsPerChunk) continue;
    yield separator + lines.join(',\n');
    separator = ',\n';
    lines = [];
  }
  if (lines.length > 0) yield separator + lines.join(',\n');
  yield `\n],\n"${headMember}":${writeTrace(withoutEvents(trace)).trimEnd()}}\n`;
}

function withoutEvents(trace: Trace): Trace {
  const counters = trace.counters.map((counter) => ({ ...counter, values: new Float64Array() }));
  return { ...trace, spans: spanColumns([]), counters };
}

function* eventsOf(trace: Trace): Generator<WrittenEvent, void, undefined> {
  yield* processEvents(trace);
  // Above the ids of all processes: a thread with the id of its process counts as that process's main thread.
  const threads = new Threads(operatorPid(trace.operators.length));
  for (const event of threadEvents(trace, threads)) {
    yield* threads.takeNames();
    yield event;
  }
}

function* threadEvents(trace: Trace, threads: Threads): Generator<WrittenEvent, void, undefined> {
  yield* checkpointEvents(trace, threads);
  yield* spanEvents(trace, threads);
  yield* counterEvents(trace, threads);
}

function* processEvents({ operators }: Trace): Generator<WrittenEvent, void, undefined> {
  yield metadataEvent('process_name', coordinatorPid, { name: 'checkpoint coordinator' });
  yield metadataEvent('process_sort_index', coordinatorPid, { sort_index: 0 });
  for (const [position, operator] of topologicalOrder(operators).entries()) {
    const pid = operatorPid(operator);
    yield metadataEvent('process_name', pid, { name: operators[operator]!.name });
    yield metadataEvent('process_sort_index', pid, { sort_index: position + 1 });
  }
}

/** A checkpoint without an end is an event that begins and does not end, on a thread that nothing else gets. */
function* checkpointEvents(
  { checkpoints }: Trace,
  threads: Threads,
): Generator<WrittenEvent, void, undefined> {
  const lanes = new Lanes();
  for (const checkpoint of [...checkpoints].sort((a, b) => a.trigger - b.trigger)) {
    const { id, kind, trigger, end, status, bytes, fullBytes, type, failure } = checkpoint;
    const from = nanoseconds(trigger);
    const to = end === undefined ? Infinity : nanoseconds(end);
    const tid = threads.id(coordinatorPid, 'checkpoints', 0, lanes.take(from, to));
    yield {
      name: `${kind} ${id}`,
      cat: 'checkpoint',
      ph: end === undefined ? 'B' : 'X',
      ts: eventTime(from),
      dur: end === undefined ? undefined : eventTime(to - from),
      pid: coordinatorPid,
      tid,
      args: { checkpoint: id, status, bytes, fullBytes, type, failure },
    };
  }
}

function* spanEvents(trace: Trace, threads: Threads): Generator<WrittenEvent, void, undefined> {
  const { spans, operators, checkpoints } = trace;
  let lanes = new Lanes();
  for (let i = 0; i < spans.length; i++) {
    const operator = spans.operator[i]!;
    const subtask = spans.subtask[i]!;
    const isSameRow = i > 0 && operator === spans.operator[i - 1] && subtask === spans.subtask[i - 1];
    if (!isSameRow) lanes = new Lanes();
    const from = nanoseconds(spans.start[i]!);
    const to = nanoseconds(spans.end[i]!);
    const pid = operatorPid(operator);
    const name = subtaskName(operators[operator]!, subtask);
    const phase = phases[spans.phase[i]!]!;
    yield {
      name: phase,
      cat: isBlocking(phase) ? 'blocking' : 'beside',
      ph: 'X',
      ts: eventTime(from),
      dur: eventTime(to - from),
      pid,
      tid: threads.id(pid, name, subtask, lanes.take(from, to)),
      args: {
        checkpoint: checkpoints[spans.checkpoint[i]!]!.id,
        subtask,
        origin: origins[spans.origin[i]!],
        uncertaintyMs: spans.uncertainty[i]! || undefined,
        bytes: spans.bytes[i]! || undefined,
      },
    };
  }
}

function* counterEvents(trace: Trace, threads: Threads): Generator<WrittenEvent, void, undefined> {
  const names = counterEventNames(trace);
  for (const [position, counter] of trace.counters.entries()) {
    const { operator, subtask, start, step, values } = counter;
    const pid = operatorPid(operator);
    const tid = threads.id(pid, subtaskName(trace.operators[operator]!, subtask), subtask);
    for (const [bucket, value] of values.entries()) {
      if (!Number.isFinite(value)) continue;
      yield {
        name: names[position],
        ph: 'C',
        ts: eventTime(nanoseconds(start + bucket * step)),
        pid,
        tid,
        args: { [seriesName(counter)]: shownValue(counter, value) },
      };
    }
  }
}
