import * as l10n from '@vscode/l10n';
import { listed } from '../phrases.js';
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
    ...(gone.length > 0 ? [l10n.t('Only before: {0}.', fewOf(gone))] : []),
    ...(added.length > 0 ? [l10n.t('Only after: {0}.', fewOf(added))] : []),
  ];
}

/** An id in common is what people expect; all else is worth a word. */
function pairedBy(comparison: Comparison): readonly string[] {
  const { before, pairs } = comparison;
  const named = pairs.filter(({ by }) => by === 'name').map((pair) => pairName(comparison, pair));
  const placed = pairs
    .filter(({ by }) => by === 'position')
    .map((pair) =>
      l10n.t('{before} with {after}', {
        before: before.trace.operators[pair.before!]!.name,
        after: pairName(comparison, pair),
      }),
    );
  return [
    ...(named.length > 0 ? [l10n.t('Paired by name, since the ids differ: {0}.', fewOf(named))] : []),
    ...(placed.length > 0 ? [l10n.t('Paired by their place in the graph: {0}.', fewOf(placed))] : []),
  ];
}

function parallelism({ before, after, pairs }: Comparison): readonly string[] {
  const changed = pairs.flatMap((pair) => {
    if (pair.before === undefined || pair.after === undefined) return [];
    const [a, b] = [before.trace.operators[pair.before]!, after.trace.operators[pair.after]!];
    return a.parallelism === b.parallelism
      ? []
      : [
          l10n.t('{operator} ({after} instead of {before})', {
            operator: b.name,
            after: b.parallelism,
            before: a.parallelism,
          }),
        ];
  });
  if (changed.length === 0) return [];
  return [
    l10n.t(
      'The parallelism differs, and the longest of more subtasks tends to be longer: {0}.',
      fewOf(changed),
    ),
  ];
}

function resolution({ trace: before }: Side, { trace: after }: Side): readonly string[] {
  const [a, b] = [before.source.resolution ?? 0, after.source.resolution ?? 0];
  if (a === b) return [];
  const known = formatDuration(Math.max(a, b));
  return [
    a > b
      ? l10n.t('Durations before are known to {0} only: no smaller difference counts.', known)
      : l10n.t('Durations after are known to {0} only: no smaller difference counts.', known),
  ];
}

function leftOut(before: Side, after: Side): readonly string[] {
  if (!before.withoutFirst && !after.withoutFirst) return [];
  if (before.withoutFirst && after.withoutFirst) {
    return [l10n.t('#1 of each run is left out: the first checkpoint is slow in every run.')];
  }
  return [
    before.withoutFirst
      ? l10n.t('#1 before is left out: the first checkpoint is slow in every run.')
      : l10n.t('#1 after is left out: the first checkpoint is slow in every run.'),
  ];
}

function fewOf(names: readonly string[]): string {
  const more = names.length - namesMax;
  if (more <= 0) return listed(names);
  return l10n.t('{names} and {count} more', { names: listed(names.slice(0, namesMax)), count: more });
}
