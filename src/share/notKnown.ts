import * as l10n from '@vscode/l10n';
import { formatCount, formatDuration } from '../analysis/quantities.js';
import type { ShownDiagnostic } from '../protocol.js';
import { origins, phases, type Trace } from '../trace/model.js';
import type { Ms } from '../trace/units.js';
import { markdownText } from './markdownText.js';

/** How many things that were wrong with the input are listed. */
const mostDiagnostics = 10;

/** What the numbers do not tell, as sentences of Markdown: a report that leaves it out says more than it knows. */
export function notKnown(trace: Trace, diagnostics: readonly ShownDiagnostic[]): readonly string[] {
  const { outcomes, checkpoints, source } = trace;
  const facts: string[] = [];
  const { derived, uncertainty, leftOver } = derivedSpans(trace);
  if (source.resolution !== undefined) {
    facts.push(l10n.t('Durations are known to {0}.', formatDuration(source.resolution)));
  }
  if (derived > 0) {
    const counts = { derived: formatCount(derived), all: formatCount(trace.spans.length) };
    facts.push(
      uncertainty > 0
        ? l10n.t(
            '{derived} of {all} bars are derived from other numbers, not measured, and may be off by up to {uncertainty}.',
            { ...counts, uncertainty: formatDuration(uncertainty) },
          )
        : l10n.t('{derived} of {all} bars are derived from other numbers, not measured.', counts),
    );
  }
  if (leftOver > 0) {
    facts.push(
      l10n.t(
        'Up to {0} of one subtask are not accounted for: a late acknowledgement, or work before the barrier. A DEBUG log would tell.',
        formatDuration(leftOver, source.resolution),
      ),
    );
  }
  const silent = outcomes.filter(({ outcome }) => outcome === 'pending').length;
  if (silent === 1) facts.push(l10n.t('Once a subtask did not report by the end of its checkpoint.'));
  if (silent > 1) {
    facts.push(
      l10n.t('{0} times a subtask did not report by the end of its checkpoint.', formatCount(silent)),
    );
  }
  const open = checkpoints.filter(({ status }) => status === 'inProgress').length;
  if (open === 1) facts.push(l10n.t('How 1 of the checkpoints ended: it was still going on.'));
  if (open > 1) {
    facts.push(l10n.t('How {0} of the checkpoints ended: they were still going on.', formatCount(open)));
  }
  for (const { message, file } of diagnostics.slice(0, mostDiagnostics)) {
    facts.push(l10n.t('Not read: {0}', markdownText(file === undefined ? message : `${file}: ${message}`)));
  }
  if (diagnostics.length > mostDiagnostics) {
    const more = diagnostics.length - mostDiagnostics;
    facts.push(
      more === 1
        ? l10n.t('1 more of the input could not be read.')
        : l10n.t('{0} more of the input could not be read.', formatCount(more)),
    );
  }
  return facts;
}

interface Derived {
  readonly derived: number;
  /** The largest of any bar. */
  readonly uncertainty: Ms;
  /** The longest rest that no number accounts for: drawn as not known. */
  readonly leftOver: Ms;
}

function derivedSpans({ spans }: Trace): Derived {
  const isDerived = origins.indexOf('derived');
  const ack = phases.indexOf('ack');
  let [derived, uncertainty, leftOver] = [0, 0, 0];
  for (let i = 0; i < spans.length; i++) {
    if (spans.origin[i] !== isDerived) continue;
    derived++;
    uncertainty = Math.max(uncertainty, spans.uncertainty[i]!);
    if (spans.phase[i] === ack) leftOver = Math.max(leftOver, spans.end[i]! - spans.start[i]!);
  }
  return { derived, uncertainty, leftOver };
}
