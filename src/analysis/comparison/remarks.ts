import { formatDuration } from '../quantities.js';
import type { Comparison } from './comparison.js';
import { pairName } from './pairName.js';
import type { Side } from './side.js';

const namesMax = 3;

/** What a person must know to judge the comparison: who was paired how, what has no counterpart, what was left out. */
export function remarks(comparison: Comparison): readonly string[] {
  const { before, after } = comparison;
  return [
    ...unpaired(comparison),
    ...pairedBy(comparison),
    ...parallelism(comparison),
    ...resolution(before, after),
    ...leftOut(before, after),
  ];
}

function unpaired(comparison: Comparison): readonly string[] {
  const only = (side: 'before' | 'after', other: 'before' | 'after') =>
    comparison.pairs
      .filter((pair) => pair[side] !== undefined && pair[other] === undefined)
      .map((pair) => pairName(comparison, pair));
  const [gone, added] = [only('before', 'after'), only('after', 'before')];
  return [
    ...(gone.length > 0 ? [`Only before: ${listed(gone)}.`] : []),
    ...(added.length > 0 ? [`Only after: ${listed(added)}.`] : []),
  ];
}

/** An id in common is what people expect; all else is worth a word. */
function pairedBy(comparison: Comparison): readonly string[] {
  const { before, pairs } = comparison;
  const named = pairs.filter(({ by }) => by === 'name').map((pair) => pairName(comparison, pair));
  const placed = pairs
    .filter(({ by }) => by === 'position')
    .map((pair) => `${before.trace.operators[pair.before!]!.name} with ${pairName(comparison, pair)}`);
  return [
    ...(named.length > 0 ? [`Paired by name, since the ids differ: ${listed(named)}.`] : []),
    ...(placed.length > 0 ? [`Paired by their place in the graph: ${listed(placed)}.`] : []),
  ];
}

function parallelism({ before, after, pairs }: Comparison): readonly string[] {
  const changed = pairs.flatMap((pair) => {
    if (pair.before === undefined || pair.after === undefined) return [];
    const [a, b] = [before.trace.operators[pair.before]!, after.trace.operators[pair.after]!];
    return a.parallelism === b.parallelism
      ? []
      : [`${b.name} (${b.parallelism} instead of ${a.parallelism})`];
  });
  if (changed.length === 0) return [];
  return [
    `The parallelism differs, and the longest of more subtasks tends to be longer: ${listed(changed)}.`,
  ];
}

function resolution({ trace: before }: Side, { trace: after }: Side): readonly string[] {
  const [a, b] = [before.source.resolution ?? 0, after.source.resolution ?? 0];
  if (a === b) return [];
  const side = a > b ? 'before' : 'after';
  return [
    `Durations ${side} are known to ${formatDuration(Math.max(a, b))} only: no smaller difference counts.`,
  ];
}

function leftOut(before: Side, after: Side): readonly string[] {
  if (!before.withoutFirst && !after.withoutFirst) return [];
  if (before.withoutFirst && after.withoutFirst) {
    return ['#1 of each run is left out: the first checkpoint is slow in every run.'];
  }
  const side = before.withoutFirst ? 'before' : 'after';
  return [`#1 ${side} is left out: the first checkpoint is slow in every run.`];
}

function listed(names: readonly string[]): string {
  const more = names.length - namesMax;
  return more > 0 ? `${names.slice(0, namesMax).join(', ')} and ${more} more` : names.join(', ');
}
