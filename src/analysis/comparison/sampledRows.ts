import type { OperatorIndex } from '../../trace/units.js';
import type { ComparedKind } from './comparedKind.js';
import { CostSamples, type Cost } from './costSamples.js';
import type { OperatorPair } from './pairing.js';
import { phasesThatMayTakeNone, samplesOf, type ComparedPhase, type Sample } from './samples.js';
import type { Side } from './side.js';

export interface Both<Of> {
  readonly before: Of;
  readonly after: Of;
}

/** What both sides have of one phase or cost at one operator; absent where one has none of it. */
export interface SampledRow {
  readonly pair: OperatorPair;
  readonly kind: ComparedKind;
  /** Of held inputs: the operator that they come from, where that is known. */
  readonly from?: OperatorPair;
  readonly before?: Sample;
  readonly after?: Sample;
}

/** Phases and costs of all operators; without those that took no time on either side. */
export function sampledRows(pairs: readonly OperatorPair[], sides: Both<Side>): readonly SampledRow[] {
  const none = both(({ trace }) => phasesThatMayTakeNone(trace), sides);
  const costs = both((side) => new CostSamples(side), sides);
  return pairs
    .flatMap((pair) => [...phaseRows(pair, sides, none), ...costRows(pair, pairs, costs)])
    .filter(({ before, after }) => (before?.totalMs ?? 0) + (after?.totalMs ?? 0) > 0);
}

function phaseRows(
  pair: OperatorPair,
  sides: Both<Side>,
  none: Both<readonly ComparedPhase[]>,
): readonly SampledRow[] {
  const samples = (side: keyof Both<unknown>) =>
    pair[side] === undefined ? undefined : samplesOf(sides[side], pair[side], none[side]);
  const [a, b] = [samples('before'), samples('after')];
  const found = new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])]);
  return [...found].map((kind) => rowOf({ pair, kind }, a?.get(kind), b?.get(kind)));
}

/** Which operator inputs come from is known by its pair, since it may have another place on the other side. */
function costRows(
  pair: OperatorPair,
  pairs: readonly OperatorPair[],
  costs: Both<CostSamples>,
): readonly SampledRow[] {
  const found = (side: keyof Both<unknown>) =>
    (pair[side] === undefined ? [] : costs[side].found(pair[side])).map(({ kind, from }) => ({
      kind,
      from: from === undefined ? undefined : pairs.find((one) => one[side] === from),
    }));
  const unlike = new Map(
    [...found('before'), ...found('after')].map((cost) => [
      `${cost.kind} ${cost.from ? pairs.indexOf(cost.from) : ''}`,
      cost,
    ]),
  );
  return [...unlike.values()].map(({ kind, from }) => {
    const sample = (side: keyof Both<unknown>): Sample | undefined => {
      if (pair[side] === undefined || (from && from[side] === undefined)) return undefined;
      return costs[side].sample(pair[side], costOf(kind, from?.[side]));
    };
    return rowOf({ pair, kind, ...(from && { from }) }, sample('before'), sample('after'));
  });
}

function costOf(kind: Cost['kind'], from: OperatorIndex | undefined): Cost {
  return { kind, ...(from !== undefined && { from }) };
}

function rowOf(
  row: Pick<SampledRow, 'pair' | 'kind' | 'from'>,
  before: Sample | undefined,
  after: Sample | undefined,
): SampledRow {
  return { ...row, ...(before && { before }), ...(after && { after }) };
}

function both<Value>(of: (side: Side) => Value, { before, after }: Both<Side>): Both<Value> {
  return { before: of(before), after: of(after) };
}
