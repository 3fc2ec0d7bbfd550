import type { Phase, Trace } from '../trace/model.js';
import { outlierSample, type Outlier, type Usualness } from './outliers.js';
import { paragraph, plain, type Phrase, type Sentence } from './phrases.js';
import { formatCount, formatDuration } from './quantities.js';

/** Outliers that are named one by one. */
const mostNamed = 3;

const phaseNames: Readonly<Record<Phase, string>> = {
  startDelay: 'start delay',
  alignment: 'alignment',
  preBarrier: 'flush',
  sync: 'lock hold',
  async: 'upload',
  ack: 'acknowledgement',
};

/** Which checkpoints stand out, each with a link to the phase that makes it so; or that none does. */
export function outlierSentences(trace: Trace, usual: Usualness): readonly Phrase[] {
  const { sample, took, outliers } = usual;
  const { resolution } = trace.source;
  if (took === undefined) {
    const known = sample === 1 ? '1 is known here' : `${formatCount(sample)} are known here`;
    return plain(`It takes ${outlierSample} completed checkpoints to say that one stands out; ${known}.`);
  }
  if (outliers.length === 0) {
    return plain(
      `None of ${formatCount(sample)} completed checkpoints stands out. The median is ${formatDuration(took.median, resolution)}.`,
    );
  }
  const more = outliers.length - mostNamed;
  return paragraph([
    ...outliers.slice(0, mostNamed).map((outlier) => outlierSentence(trace, outlier)),
    more > 0 ? plain(`${formatCount(more)} more ${more === 1 ? 'stands' : 'stand'} out.`) : undefined,
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
  const than = timesTheMedian(ms, median, resolution);
  const lasted = formatDuration(ms, resolution);
  if (by === 'blocked') return [name, { text: ` stood still for ${lasted}, ${than}.` }];
  // What is left over before an acknowledgement may have been anything.
  const bound = part.phases[phase]?.isBound === true;
  const why = bound
    ? `up to ${formatDuration(phaseMs, resolution)} not accounted for`
    : `${phaseNames[phase]} ${formatDuration(phaseMs, resolution)}`;
  return [name, { text: ` took ${lasted}, ${than}: ${why}.` }];
}

/** A ratio to what is nearly nothing says nothing; there the median itself stands. */
function timesTheMedian(ms: number, median: number, resolution = 0): string {
  if (median <= resolution) return `the median is ${formatDuration(median, resolution)}`;
  const factor = ms / median;
  return `${factor >= 10 ? formatCount(factor) : factor.toFixed(1)} times the median`;
}
