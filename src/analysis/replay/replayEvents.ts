import { toNanoseconds } from '../../trace/nanoseconds.js';
import type { Row } from '../../trace/rowRange.js';
import type { Ms } from '../../trace/units.js';
import type { Course } from './course.js';
import type { Replay } from './replay.js';

/** What happens at a moment of a checkpoint, in the order in which it happens where several happen at once. */
export const eventKinds = [
  'triggered',
  'failed',
  'resumed',
  'barrier',
  'allBarriers',
  'flushed',
  'locked',
  'unlocked',
  'uploaded',
  'acknowledged',
  'tooLate',
  'over',
] as const;
export type EventKind = (typeof eventKinds)[number];

export interface ReplayEvent {
  readonly kind: EventKind;
  readonly time: Ms;
  /** The subtask that it happens to; absent for the checkpoint or the job. */
  readonly row?: Row;
  /** Of a lock that is taken: for how long, ms. Of an upload that is done: its bytes. */
  readonly amount?: number;
}

/** All events of a checkpoint, in time. */
export function replayEvents({ of, courses, restarts, end }: Replay): readonly ReplayEvent[] {
  const events: ReplayEvent[] = [{ kind: 'triggered', time: of.trigger }];
  for (const course of courses) events.push(...eventsOf(course));
  for (const { failed, resumed } of restarts) {
    events.push({ kind: 'failed', time: failed });
    if (resumed !== undefined) events.push({ kind: 'resumed', time: resumed });
  }
  if (of.status !== 'inProgress' && of.end !== undefined) events.push({ kind: 'over', time: of.end });
  return events
    .filter(({ time }) => time >= of.trigger && time <= end)
    .sort((a, b) => a.time - b.time || eventKinds.indexOf(a.kind) - eventKinds.indexOf(b.kind));
}

function eventsOf({
  operator,
  subtask,
  stretches,
  firstBarrier,
  lastBarrier,
  acked,
  tooLate,
  outcome,
}: Course): ReplayEvent[] {
  const row = { operator, subtask };
  const events: ReplayEvent[] = [];
  const add = (kind: EventKind, time: Ms | undefined, amount?: number): void => {
    if (time !== undefined) events.push({ kind, time, row, ...(amount !== undefined && { amount }) });
  };
  if (outcome === 'finished') return [];
  add('barrier', firstBarrier);
  if (lastBarrier !== firstBarrier) add('allBarriers', lastBarrier);
  for (const { phase, start, end, bytes } of stretches) {
    if (phase === 'preBarrier') add('flushed', start, end - start);
    if (phase === 'sync') {
      add('locked', start, end - start);
      add('unlocked', end);
    }
    if (phase === 'async' && end > start) add('uploaded', end, bytes);
  }
  add('acknowledged', acked);
  add('tooLate', tooLate);
  return events;
}

/** Events at the same nanosecond. */
export interface ReplayStep {
  readonly time: Ms;
  readonly events: readonly ReplayEvent[];
}

/** The moments at which anything happens, to step through. */
export function replaySteps(replay: Replay): readonly ReplayStep[] {
  const steps: { time: Ms; events: ReplayEvent[] }[] = [];
  for (const event of replayEvents(replay)) {
    const last = steps.at(-1);
    if (last && toNanoseconds(last.time) === toNanoseconds(event.time)) last.events.push(event);
    else steps.push({ time: event.time, events: [event] });
  }
  if (steps.at(-1)!.time < replay.end) steps.push({ time: replay.end, events: [] });
  return steps;
}
