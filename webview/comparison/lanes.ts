import { pairName } from '../../src/analysis/comparison/pairName.js';
import type { Comparison } from '../../src/analysis/comparison/comparison.js';
import type { OperatorPair } from '../../src/analysis/comparison/pairing.js';
import { isBlocking, phases, type Phase, type Trace } from '../../src/trace/model.js';
import { operatorRange } from '../../src/trace/rowRange.js';
import type { CheckpointIndex, Ms, OperatorIndex, SubtaskIndex } from '../../src/trace/units.js';
import type { ShownSide } from './compared.js';

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

/** The same subtask on all sides; absent where a side has no such subtask, or it took no part. */
export interface LaneSet {
  readonly subtask: SubtaskIndex;
  /** In the order of the sides. */
  readonly lanes: readonly (Lane | undefined)[];
}

/** An operator's subtasks, the one that was blocked longest on any side first. */
export interface LaneGroup {
  readonly name: string;
  /** What the operator is on each side. */
  readonly operators: readonly (OperatorIndex | undefined)[];
  readonly sets: readonly LaneSet[];
}

/** A side with the checkpoint of it that is drawn; none where it has none. */
export interface DrawnSide extends ShownSide {
  readonly checkpoint: CheckpointIndex | undefined;
}

/** The bars of one checkpoint of each side, by operator in the order of what grew most. Linear in the spans of all traces. */
export function laneGroups(comparison: Comparison, sides: readonly DrawnSide[]): readonly LaneGroup[] {
  return pairsInOrder(comparison, sides).map(({ name, operators }) => ({
    ...{ name, operators },
    sets: laneSets(sides.map(({ side, checkpoint }, n) => lanesOf(side.trace, operators[n], checkpoint))),
  }));
}

function pairsInOrder(
  comparison: Comparison,
  sides: readonly DrawnSide[],
): readonly Pick<LaneGroup, 'name' | 'operators'>[] {
  const order = new Map<OperatorPair, number>();
  comparison.rows.forEach(({ pair }, place) => {
    if (!order.has(pair)) order.set(pair, place);
  });
  const placeOf = (pair: OperatorPair) => order.get(pair) ?? comparison.rows.length;
  const paired = [...comparison.pairs]
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((pair) => ({
      name: pairName(comparison, pair),
      operators: sides.map(({ name, pairs }) => {
        if (name) return pair[name];
        return pair.before === undefined ? undefined : pairs.find((one) => one.before === pair.before)?.after;
      }),
    }));
  return [...paired, ...sides.flatMap((side, n) => (side.name ? [] : onlyIn(side, n, sides.length)))];
}

/** Operators of another side that the one before has not. */
function onlyIn(
  { side, pairs }: DrawnSide,
  n: number,
  count: number,
): readonly Pick<LaneGroup, 'name' | 'operators'>[] {
  return pairs.flatMap(({ before, after }) => {
    if (before !== undefined || after === undefined) return [];
    const operators = Array.from({ length: count }, (_, at) => (at === n ? after : undefined));
    return [{ name: side.trace.operators[after]!.name, operators }];
  });
}

/** Until when something went on, ms since the trigger; late acknowledgements would make all else small. */
export function latestEnd(groups: readonly LaneGroup[]): Ms {
  let latest = 0;
  for (const { lanes } of groups.flatMap(({ sets }) => sets)) {
    for (const { phase, end } of lanes.flatMap((lane) => lane?.bars ?? [])) {
      if (phase !== 'ack') latest = Math.max(latest, end);
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

function laneSets(sides: readonly ReadonlyMap<SubtaskIndex, Lane>[]): readonly LaneSet[] {
  const subtasks = new Set(sides.flatMap((lanes) => [...lanes.keys()]));
  const sets = [...subtasks].map((subtask) => ({ subtask, lanes: sides.map((lanes) => lanes.get(subtask)) }));
  const worst = ({ lanes }: LaneSet) => Math.max(...lanes.map((lane) => lane?.blocked ?? 0));
  return sets.sort((a, b) => worst(b) - worst(a) || a.subtask - b.subtask);
}
