import * as l10n from '@vscode/l10n';
import type { Trace } from '../../trace/model.js';
import { outlierSample, type Outlier, type Usualness } from '../outliers.js';
import { clauses, paragraph, plain, sentence, type Phrase, type Sentence } from '../phrases.js';
import { phaseName } from '../phaseName.js';
import { formatCount, formatDuration } from '../quantities.js';

/** Outliers that are named one by one. */
const mostNamed = 3;

/** Which checkpoints stand out, each with a link to the phase that makes it so; or that none does. */
export function outlierSentences(trace: Trace, usual: Usualness): readonly Phrase[] {
  const { sample, took, outliers } = usual;
  const { resolution } = trace.source;
  if (took === undefined) {
    const of = { needed: outlierSample, count: formatCount(sample) };
    return plain(
      sample === 1
        ? l10n.t('It takes {needed} completed checkpoints to say that one stands out; 1 is known here.', of)
        : l10n.t(
            'It takes {needed} completed checkpoints to say that one stands out; {count} are known here.',
            of,
          ),
    );
  }
  if (outliers.length === 0) {
    return plain(
      l10n.t('None of {count} completed checkpoints stands out. The median is {duration}.', {
        count: formatCount(sample),
        duration: formatDuration(took.median, resolution),
      }),
    );
  }
  const more = outliers.length - mostNamed;
  return paragraph([
    ...outliers.slice(0, mostNamed).map((outlier) => outlierSentence(trace, outlier)),
    more > 0
      ? plain(more === 1 ? l10n.t('1 more stands out.') : l10n.t('{0} more stand out.', formatCount(more)))
      : undefined,
  ]);
}

/** `#31 took 1.73 s, 4.2 times the median: alignment 1.30 s.` */
function outlierSentence(
  trace: Trace,
  { checkpoint, by, ms, median, phase, phaseMs, part }: Outlier,
): Sentence {
  const { resolution } = trace.source;
  const { operator, subtask } = part;
  const name = {
    text: `#${trace.checkpoints[checkpoint]!.id}`,
    target: { checkpoint, operator, subtask, phase },
  };
  const of = {
    id: name,
    duration: formatDuration(ms, resolution),
    comparison: timesTheMedian(ms, median, resolution),
  };
  if (by === 'blocked') return sentence(l10n.t('{id} stood still for {duration}, {comparison}.'), of);
  const phaseDuration = formatDuration(phaseMs, resolution);
  // What is left over before an acknowledgement may have been anything.
  const detail =
    part.phases[phase]?.isBound === true
      ? l10n.t('up to {0} not accounted for', phaseDuration)
      : l10n.t('{phase} {duration}', { phase: phaseName(phase), duration: phaseDuration });
  return clauses(sentence(l10n.t('{id} took {duration}, {comparison}'), of), detail);
}

/** A ratio to what is nearly nothing says nothing; there the median itself stands. */
function timesTheMedian(ms: number, median: number, resolution = 0): string {
  if (median <= resolution) return l10n.t('the median is {0}', formatDuration(median, resolution));
  const factor = ms / median;
  return l10n.t('{0} times the median', factor >= 10 ? formatCount(factor) : factor.toFixed(1));
}
