import { isBlocking, type Phase } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';
import type { Ms } from '../../trace/units.js';
import type { BarrierCourse, BarrierFlow } from './barrierFlow.js';
import type { Course, CourseStretch } from './course.js';
import type { Replay } from './replay.js';

/** Whether a subtask processes records; each is in exactly one of these. */
export type Processing = 'goesOn' | 'partly' | 'standsStill' | 'notKnown';

/** Where a subtask is: a phase, or before, between or after them. */
export type Stage = Phase | 'before' | 'between' | 'acknowledged' | 'tooLate' | 'finished' | 'lost';

export interface SubtaskNow extends Row {
  readonly stage: Stage;
  readonly processing: Processing;
  /** While it uploads: the share of the upload's time that is over. */
  readonly uploaded?: number;
}

export interface BarrierNow {
  readonly barrier: BarrierCourse;
  /** 0 where it left to 1 where it came, by time: where in the channel it is nobody knows. */
  readonly progress: number;
  readonly hasArrived: boolean;
}

/** The barriers between two operators. `arrived` ≤ `left` ≤ `channels`. */
export interface FlowNow {
  readonly flow: BarrierFlow;
  readonly left: number;
  /** At least so many. */
  readonly arrived: number;
  readonly barriers?: readonly BarrierNow[];
}

/** The world at one moment of a checkpoint. */
export interface World {
  readonly time: Ms;
  readonly status: 'before' | 'inProgress' | 'completed' | 'failed';
  /** All of the job has failed and does not run yet. */
  readonly isDown: boolean;
  readonly subtasks: readonly SubtaskNow[];
  readonly flows: readonly FlowNow[];
  readonly acked: number;
  /** Subtasks that are to acknowledge: all that had not ended their work. */
  readonly expected: number;
}

/** The world at a moment: a function of the replay and the time, and of nothing else. */
export function worldAt(replay: Replay, time: Ms): World {
  const { of, courses, flows, restarts } = replay;
  const subtasks = courses.map((course) => subtaskAt(course, of.trigger, time));
  const isOver = of.end !== undefined && time >= of.end;
  const status = time < of.trigger ? 'before' : isOver ? of.status : 'inProgress';
  return {
    time,
    status,
    isDown: restarts.some(({ failed, resumed = Infinity }) => failed <= time && time < resumed),
    subtasks,
    flows: flows.map((flow) => flowAt(flow, time)),
    acked: courses.filter(({ acked }) => acked !== undefined && acked <= time).length,
    expected: courses.filter(({ outcome }) => outcome !== 'finished').length,
  };
}

/** Of phases that lie over each other, the one that holds processing up most. */
const rank: Readonly<Record<Phase, number>> = {
  sync: 0,
  preBarrier: 1,
  alignment: 2,
  async: 3,
  startDelay: 4,
  ack: 5,
};

function subtaskAt({ operator, subtask, ...course }: Course, trigger: Ms, time: Ms): SubtaskNow {
  const row = { operator, subtask };
  if (time < trigger) return { ...row, stage: 'before', processing: 'goesOn' };
  if (course.outcome === 'finished') return { ...row, stage: 'finished', processing: 'goesOn' };
  const active = course.stretches.filter(({ start, end }) => start <= time && time < end);
  active.sort((a, b) => rankOf(a) - rankOf(b));
  const now = active[0];
  // An acknowledgement may be in before the part is over where the two clocks differ: what stands still is shown as such.
  const isAcked = course.acked !== undefined && course.acked <= time;
  if (isAcked && (now === undefined || !isBlocking(now.phase))) {
    return { ...row, stage: 'acknowledged', processing: 'goesOn' };
  }
  if (now) return { ...row, stage: now.phase, processing: processingIn(now), ...uploadedAt(active, time) };
  if (course.tooLate !== undefined && course.tooLate <= time) {
    return { ...row, stage: 'tooLate', processing: 'goesOn' };
  }
  if (course.lost !== undefined && course.lost <= time) {
    return { ...row, stage: 'lost', processing: 'notKnown' };
  }
  return { ...row, stage: 'between', processing: 'goesOn' };
}

function rankOf({ phase, holdsBack }: CourseStretch): number {
  // An alignment that holds nothing back is only a count.
  return phase === 'alignment' && !holdsBack ? rank.async + 0.5 : rank[phase];
}

function processingIn({ phase, holdsBack, isLeftOver }: CourseStretch): Processing {
  if (isBlocking(phase)) return 'standsStill';
  if (holdsBack) return 'partly';
  return isLeftOver ? 'notKnown' : 'goesOn';
}

function uploadedAt(active: readonly CourseStretch[], time: Ms): { readonly uploaded?: number } {
  const upload = active.find(({ phase }) => phase === 'async');
  return upload ? { uploaded: (time - upload.start) / (upload.end - upload.start) } : {};
}

function flowAt(flow: BarrierFlow, time: Ms): FlowNow {
  const arrived = flow.arrived.upTo(time);
  if (!flow.barriers) return { flow, arrived, left: Math.max(arrived, flow.left.upTo(time)) };
  const barriers = flow.barriers
    .filter(({ left, arrived: came }) => (left ?? came ?? Infinity) <= time)
    .map((barrier): BarrierNow => barrierAt(barrier, time));
  return {
    flow,
    barriers,
    left: barriers.length,
    arrived: barriers.filter(({ hasArrived }) => hasArrived).length,
  };
}

function barrierAt(barrier: BarrierCourse, time: Ms): BarrierNow {
  const { left = barrier.arrived!, arrived } = barrier;
  if (arrived !== undefined && arrived <= time) return { barrier, progress: 1, hasArrived: true };
  const progress = arrived === undefined ? 0.5 : (time - left) / (arrived - left);
  return { barrier, progress, hasArrived: false };
}
