import * as l10n from '@vscode/l10n';
import type { Trace } from '../../trace/model.js';
import type { Drift } from '../drift.js';
import { phaseName } from '../phaseName.js';
import { paragraph, plain, sentence, type Phrase, type Sentence } from '../phrases.js';
import { formatCount, formatDuration } from '../quantities.js';

/** Which phases grow or shrink, each with a link to where that has led; or that none clearly does. */
export function driftSentences(trace: Trace, drifts: readonly Drift[]): readonly Phrase[] {
  if (drifts.length === 0) return plain(l10n.t('No phase clearly grew or shrank.'));
  return paragraph(drifts.map((drift) => driftSentence(trace, drift)));
}

/** `From the first 6 checkpoints to the last 6, the median upload grew from 170 ms to 500 ms.` */
function driftSentence(trace: Trace, { phase, first, last, third, part }: Drift): Sentence {
  const { resolution } = trace.source;
  const { checkpoint, operator, subtask } = part;
  const grew =
    last > first
      ? l10n.t(
          'From the first {count} checkpoints to the last {count}, the median {phase} grew from {first} to {last}.',
        )
      : l10n.t(
          'From the first {count} checkpoints to the last {count}, the median {phase} shrank from {first} to {last}.',
        );
  return sentence(grew, {
    count: formatCount(third),
    phase: { text: phaseName(phase), target: { checkpoint, operator, subtask, phase } },
    first: formatDuration(first, resolution),
    last: formatDuration(last, resolution),
  });
}
