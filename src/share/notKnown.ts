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
    facts.push(`Durations are known to ${formatDuration(source.resolution)}.`);
  }
  if (derived > 0) {
    const share = `${formatCount(derived)} of ${formatCount(trace.spans.length)} bars`;
    const off = uncertainty > 0 ? `, and may be off by up to ${formatDuration(uncertainty)}` : '';
    facts.push(`${share} are derived from other numbers, not measured${off}.`);
  }
  if (leftOver > 0) {
    facts.push(
      `Up to ${formatDuration(leftOver, source.resolution)} of one subtask are not accounted for: a late acknowledgement, or work before the barrier. A DEBUG log would tell.`,
    );
  }
  const silent = outcomes.filter(({ outcome }) => outcome === 'pending').length;
  if (silent > 0) {
    facts.push(`${formatCount(silent)} times a subtask did not report by the end of its checkpoint.`);
  }
  const open = checkpoints.filter(({ status }) => status === 'inProgress').length;
  if (open > 0) facts.push(`How ${formatCount(open)} of the checkpoints ended: they were still going on.`);
  for (const { message, file } of diagnostics.slice(0, mostDiagnostics)) {
    facts.push(`Not read: ${markdownText(file === undefined ? message : `${file}: ${message}`)}`);
  }
  if (diagnostics.length > mostDiagnostics) {
    facts.push(`${formatCount(diagnostics.length - mostDiagnostics)} more of the input could not be read.`);
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
