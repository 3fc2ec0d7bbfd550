import { pairName } from '../../src/analysis/comparison/pairName.js';
import type { Comparison } from '../../src/analysis/comparison/comparison.js';
import type { OperatorPair } from '../../src/analysis/comparison/pairing.js';
import { isBlocking, phases, type Phase, type Trace } from '../../src/trace/model.js';
import { operatorRange } from '../../src/trace/rowRange.js';
import type { CheckpointIndex, Ms, OperatorIndex, SubtaskIndex } from '../../src/trace/units.js';

export type SideName = 'before' | 'after';
export const sideNames: readonly SideName[] = ['before', 'after'];

/** Which checkpoint of each side is drawn; none where a side has none. */
export interface ShownCheckpoints {
  readonly before: CheckpointIndex | undefined;
  readonly after: CheckpointIndex | undefined;
}

/** A span as a bar; times in ms since the trigger of its checkpoint. */
export interface LaneBar {
  readonly phase: Phase;
  readonly start: Ms;
  readonly end: Ms;
}

/** One subtask's part in one checkpoint. */
export interface Lane {
  readonly checkpoint: CheckpointIndex;
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
  readonly bars: readonly LaneBar[];
  readonly blocked: Ms;
}

/** The same subtask on both sides; one of them is absent where that side has no such subtask, or it took no part. */
export interface LanePair {
  readonly subtask: SubtaskIndex;
  readonly before?: Lane;
  readonly after?: Lane;
}

/** An operator's subtasks, the one that was blocked longest on either side first. */
export interface LaneGroup {
  readonly pair: OperatorPair;
  readonly name: string;
  readonly lanes: readonly LanePair[];
}

/** The bars of two checkpoints by operator, in the order of what grew most. Linear in the spans of both traces. */
export function laneGroups(comparison: Comparison, shown: ShownCheckpoints): readonly LaneGroup[] {
  const order = new Map<OperatorPair, number>();
  comparison.rows.forEach(({ pair }, place) => {
    if (!order.has(pair)) order.set(pair, place);
  });
  const placeOf = (pair: OperatorPair) => order.get(pair) ?? comparison.rows.length;
  return [...comparison.pairs]
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((pair) => ({
      pair,
      name: pairName(comparison, pair),
      lanes: pairedLanes(
        lanesOf(comparison.before.trace, pair.before, shown.before),
        lanesOf(comparison.after.trace, pair.after, shown.after),
      ),
    }));
}

/** Until when something went on, ms since the trigger; late acknowledgements would make all else small. */
export function latestEnd(groups: readonly LaneGroup[]): Ms {
  let latest = 0;
  for (const { lanes } of groups) {
    for (const { before, after } of lanes) {
      for (const { phase, end } of [...(before?.bars ?? []), ...(after?.bars ?? [])]) {
        if (phase !== 'ack') latest = Math.max(latest, end);
      }
    }
  }
  return latest;
}

function lanesOf(
  trace: Trace,
  operator: OperatorIndex | undefined,
  checkpoint: CheckpointIndex | undefined,
): ReadonlyMap<SubtaskIndex, Lane> {
  const lanes = new Map<SubtaskIndex, Lane & { bars: LaneBar[]; blocked: Ms }>();
  if (operator === undefined || checkpoint === undefined) return lanes;
  const { spans, checkpoints } = trace;
  const { trigger } = checkpoints[checkpoint]!;
  const { from, to } = operatorRange(spans, operator);
  for (let i = from; i < to; i++) {
    if (spans.checkpoint[i] !== checkpoint) continue;
    const subtask = spans.subtask[i]!;
    const lane = lanes.get(subtask) ?? { checkpoint, operator, subtask, bars: [], blocked: 0 };
    lanes.set(subtask, lane);
    const phase = phases[spans.phase[i]!]!;
    lane.bars.push({ phase, start: spans.start[i]! - trigger, end: spans.end[i]! - trigger });
    if (isBlocking(phase)) lane.blocked += spans.end[i]! - spans.start[i]!;
  }
  return lanes;
}

function pairedLanes(
  before: ReadonlyMap<SubtaskIndex, Lane>,
  after: ReadonlyMap<SubtaskIndex, Lane>,
): readonly LanePair[] {
  const subtasks = new Set([...before.keys(), ...after.keys()]);
  const pairs = [...subtasks].map((subtask): LanePair => {
    const [a, b] = [before.get(subtask), after.get(subtask)];
    return { subtask, ...(a && { before: a }), ...(b && { after: b }) };
  });
  const worst = ({ before: a, after: b }: LanePair) => Math.max(a?.blocked ?? 0, b?.blocked ?? 0);
  return pairs.sort((a, b) => worst(b) - worst(a) || a.subtask - b.subtask);
}
