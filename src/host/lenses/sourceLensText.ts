import type { SourceMatchInJob } from '../../definitions/flink/matchSource.js';
import type { SourceOperator } from '../../definitions/flink/sourceOperator.js';
import type { OperatorStatistics } from '../../analysis/statistics.js';
import { operatorDetails, operatorNumbers } from './operatorNumbers.js';

export interface SourceLensText {
  readonly title: string;
  readonly tooltip: string;
}

/**
 * What stands above an operator of a Flink job's source. Flink's numbers are of tasks, and a task runs a chain of operators: what
 * else is in it is said. So is what an operator was told by, where that is not certain.
 *
 * @param resolution ms that durations are known to
 */
export function sourceLensText(
  { source, match }: { readonly source: SourceOperator; readonly match: SourceMatchInJob },
  statistics: OperatorStatistics,
  resolution: number | undefined,
): SourceLensText | undefined {
  const numbers = operatorNumbers(statistics, resolution);
  if (numbers === undefined) return undefined;
  const others = match.chainedWith.map(({ givenName }) => givenName);
  const title = [
    numbers,
    ...(others.length > 0 ? [`in one task with ${shortened(others.join(', '))}`] : []),
    ...(match.by === 'place' ? ['by its place in the job'] : []),
  ].join(' · ');
  const told = {
    uid: `It is ${match.operator.name}: its uid “${source.uid ?? ''}” gives the id that the job’s vertex has.`,
    name: `It is ${match.operator.name}, by its name.`,
    place: `It is likely ${match.operator.name}: neither uid nor name tells, but the operators before or after it do.`,
  }[match.by];
  const shared =
    others.length > 0
      ? `\nFlink chained it with ${others.join(', ')}: the numbers are those of the whole task.`
      : '';
  return { title, tooltip: `${operatorDetails(statistics, resolution)}\n${told}${shared}` };
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
