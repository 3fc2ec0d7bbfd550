import type { Trace, Wait } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';
import type { CheckpointIndex, Ms } from '../../trace/units.js';
import type { Edge, Edges } from '../path/edges.js';
import type { Course } from './course.js';
import { WeightedMoments } from './weightedMoments.js';

/** Exchanges of more channels than this are told as sums, not channel by channel. */
export const mostChannels = 36;

/** One barrier in one channel. */
export interface BarrierCourse {
  readonly from: Row;
  readonly to: Row;
  /** When it was sent; absent where nobody knows that it was. */
  readonly left?: Ms;
  /** When it came, at the latest; absent where nobody knows that it did. */
  readonly arrived?: Ms;
  /** Whether that is when it came, and not only when the last of them had. */
  readonly isArrivalKnown: boolean;
}

/** The barriers of one checkpoint between two operators. */
export interface BarrierFlow {
  readonly edge: Edge;
  readonly channels: number;
  /** One by one, where there are few. */
  readonly barriers?: readonly BarrierCourse[];
  readonly left: WeightedMoments;
  readonly arrived: WeightedMoments;
}

/** How the barriers of a checkpoint run from operator to operator, in time and memory linear in subtasks and shown channels. */
export function barrierFlows(
  trace: Trace,
  checkpoint: CheckpointIndex,
  edges: Edges,
  courseOf: (row: Row) => Course,
): readonly BarrierFlow[] {
  const held = heldInputs(trace, checkpoint);
  return trace.operators.flatMap((_, operator) =>
    edges.leaving(operator).map((edge) => flowOf(trace, edge, edges, courseOf, held)),
  );
}

function flowOf(
  { operators }: Trace,
  edge: Edge,
  edges: Edges,
  courseOf: (row: Row) => Course,
  held: ReadonlyMap<string, Ms>,
): BarrierFlow {
  const senders = rowsOf(edge.from, operators[edge.from]!.parallelism);
  const receivers = rowsOf(edge.to, operators[edge.to]!.parallelism);
  const fanOut = (sender: Row): readonly Row[] =>
    edge.isPointwise ? edges.receivers(edge, sender.subtask) : receivers;
  const channels = senders.reduce((sum, sender) => sum + fanOut(sender).length, 0);
  const fanIn = edge.isPointwise ? fanInOf(senders, fanOut) : new Map<number, number>();
  const left = senders.map((sender) => [courseOf(sender).sent, fanOut(sender).length] as const);
  const arrived = receivers.map(
    (receiver) =>
      [
        courseOf(receiver).lastBarrier,
        edge.isPointwise ? (fanIn.get(receiver.subtask) ?? 0) : senders.length,
      ] as const,
  );
  return {
    edge,
    channels,
    ...(channels <= mostChannels && {
      barriers: senders.flatMap((from) => fanOut(from).map((to) => barrierOf(from, to, courseOf, held))),
    }),
    left: new WeightedMoments(left.filter(isKnown)),
    arrived: new WeightedMoments(arrived.filter(isKnown)),
  };
}

function isKnown(moment: readonly [Ms | undefined, number]): moment is readonly [Ms, number] {
  return moment[0] !== undefined;
}

function fanInOf(senders: readonly Row[], fanOut: (sender: Row) => readonly Row[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const sender of senders) {
    for (const { subtask } of fanOut(sender)) counts.set(subtask, (counts.get(subtask) ?? 0) + 1);
  }
  return counts;
}

/** An input that was held back tells when its barrier came; of one that was not, only that it came with the last. */
function barrierOf(
  from: Row,
  to: Row,
  courseOf: (row: Row) => Course,
  held: ReadonlyMap<string, Ms>,
): BarrierCourse {
  const { sent } = courseOf(from);
  const { firstBarrier, lastBarrier } = courseOf(to);
  const known = held.get(keyOf(from, to)) ?? (firstBarrier === lastBarrier ? lastBarrier : undefined);
  const arrived = known ?? lastBarrier;
  // Clocks and derived moments may have it come before it left.
  const left = sent !== undefined && arrived !== undefined ? Math.min(sent, arrived) : sent;
  return {
    from,
    to,
    ...(left !== undefined && { left }),
    ...(arrived !== undefined && { arrived }),
    isArrivalKnown: known !== undefined,
  };
}

function heldInputs({ waits }: Trace, checkpoint: CheckpointIndex): ReadonlyMap<string, Ms> {
  const isHeld = (wait: Wait): wait is Wait & { from: Row } =>
    wait.kind === 'heldInput' && wait.checkpoint === checkpoint && wait.from !== undefined;
  return new Map(waits.filter(isHeld).map((wait) => [keyOf(wait.from, wait), wait.start]));
}

function keyOf(from: Row, to: Row): string {
  return `${from.operator}/${from.subtask}>${to.operator}/${to.subtask}`;
}

function rowsOf(operator: number, parallelism: number): readonly Row[] {
  return Array.from({ length: parallelism }, (_, subtask) => ({ operator, subtask }));
}
