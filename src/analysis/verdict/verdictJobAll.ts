import * as l10n from '@vscode/l10n';
import type { Ms } from '../../trace/units.js';
import { weighed, type JobFindings } from './jobFindings.js';
import { paragraph, plain, type Sentence } from '../phrases.js';
import { formatCount } from '../quantities.js';
import { ms } from './verdictJobSentences.js';

/** Which checkpoint the verdict on all of them is about, and what the number of its first line is among them. */
export function amongAll(all: readonly JobFindings[], findings: JobFindings): Sentence | undefined {
  if (all.length === 1) return undefined;
  const counted = weighed(all);
  const { trace, checkpoint } = findings.shares;
  const { id } = trace.checkpoints[checkpoint]!;
  if (counted.length === 1) {
    return plain(l10n.t('It was in #{id}, the only checkpoint that did not end with the job.', { id }));
  }
  return paragraph([plain(rank(counted, findings, id)), leftOut(all.length - counted.length)]);
}

function rank(counted: readonly JobFindings[], findings: JobFindings, id: number): string {
  const { about } = findings;
  const of = { id, count: formatCount(counted.length) };
  const most = numberOf(findings, about);
  if (counted.some((other) => numberOf(other, about) > most)) {
    return l10n.t('It was in #{id}, one of {count} checkpoints.', of);
  }
  switch (about) {
    case 'stopped': {
      const median = usualStop(counted);
      return median === undefined
        ? l10n.t('It was in #{id}, the longest stop of {count} checkpoints.', of)
        : l10n.t(
            'It was in #{id}, the longest stop of {count} checkpoints; the median of those completed is {duration}.',
            { ...of, duration: ms(findings.shares.trace, median) },
          );
    }
    case 'nothingLong':
      return l10n.t('It was in #{id}, the longest stop of {count} checkpoints.', of);
    case 'heldBack':
      return l10n.t('It was in #{id}; none of the {count} checkpoints held back inputs for longer.', of);
    case 'slow':
      return l10n.t('It was in #{id}, the longest start delay of {count} checkpoints.', of);
    case 'unaccounted':
      return l10n.t('It was in #{id}, the longest such time of {count} checkpoints.', of);
    case 'nothing':
      return l10n.t('It was in #{id}, one of {count} checkpoints.', of);
  }
}

/** The number of a checkpoint that another one's first line is about. */
function numberOf({ stopped, heldBack, slow, unaccounted }: JobFindings, about: JobFindings['about']): Ms {
  switch (about) {
    case 'heldBack':
      return heldBack?.ms ?? 0;
    case 'slow':
      return slow?.ms ?? 0;
    case 'unaccounted':
      return unaccounted?.beforeBarrierMs ?? 0;
    case 'stopped':
    case 'nothingLong':
    case 'nothing':
      return stopped?.ms ?? 0;
  }
}

function usualStop(counted: readonly JobFindings[]): Ms | undefined {
  const usual = counted
    .filter(({ shares: { trace, checkpoint } }) => trace.checkpoints[checkpoint]!.status === 'completed')
    .map(({ stopped }) => stopped?.ms ?? 0)
    .sort((a, b) => a - b);
  return usual[usual.length >>> 1];
}

/** That one is given up when the job ends says nothing of the others. */
function leftOut(count: number): Sentence | undefined {
  if (count === 0) return undefined;
  return plain(
    count === 1
      ? l10n.t('One more was given up with the job.')
      : l10n.t('{0} more were given up with the job.', formatCount(count)),
  );
}
