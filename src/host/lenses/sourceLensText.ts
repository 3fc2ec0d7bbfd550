import * as l10n from '@vscode/l10n';
import type { SourceMatchInJob } from '../../definitions/flink/matchSource.js';
import type { SourceOperator } from '../../definitions/flink/sourceOperator.js';
import type { OperatorStatistics } from '../../analysis/statistics.js';
import { operatorDetails, operatorNumbers } from './operatorNumbers.js';

export interface SourceLensText {
  readonly title: string;
  readonly tooltip: string;
}

export interface SourceLens {
  readonly source: SourceOperator;
  readonly match: SourceMatchInJob;
  /** Whether other lenses stand above the same line. */
  readonly isOneOfSeveral?: boolean;
  /** The trace that the numbers are from, where others of this job are open, too. */
  readonly trace?: string | undefined;
}

/**
 * What stands above an operator of a Flink job's source. Flink's numbers are of tasks, and a task runs a chain of operators: what
 * else is in it is said. So is what an operator was told by, where that is not certain.
 *
 * @param resolution ms that durations are known to
 */
export function sourceLensText(
  { source, match, isOneOfSeveral = false, trace }: SourceLens,
  statistics: OperatorStatistics,
  resolution: number | undefined,
): SourceLensText | undefined {
  const numbers = operatorNumbers(statistics, resolution);
  if (numbers === undefined) return undefined;
  const others = match.chainedWith.map(({ givenName }) => givenName);
  const { name, givenName } = match.operator;
  const title = [
    isOneOfSeveral ? l10n.t('{name}: {numbers}', { name: shortened(givenName), numbers }) : numbers,
    ...(others.length > 0 ? [l10n.t('in one task with {0}', shortened(others.join(', ')))] : []),
    ...(match.by === 'place' ? [l10n.t('by its place in the job')] : []),
    ...(match.by === 'turn' ? [l10n.t('one of several of this name')] : []),
  ].join(' · ');
  const told = {
    uid: l10n.t('It is {name}: its uid “{uid}” gives the id that the job’s vertex has.', {
      name,
      uid: source.uid ?? '',
    }),
    name: l10n.t('It is {0}, by its name.', name),
    turn: l10n.t(
      'It is likely {0}: the job has several operators of this name, and this one comes next in their order.',
      name,
    ),
    place: l10n.t(
      'It is likely {0}: neither uid nor name tells, but the operators before or after it do.',
      name,
    ),
  }[match.by];
  const shared = l10n.t(
    'Flink chained it with {0}: the numbers are those of the whole task.',
    others.join(', '),
  );
  const lines = [
    operatorDetails(statistics, resolution),
    told,
    ...(others.length > 0 ? [shared] : []),
    ...(trace === undefined ? [] : [l10n.t('The numbers are from {0}, which you looked at last.', trace)]),
  ];
  return { title, tooltip: lines.join('\n') };
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
