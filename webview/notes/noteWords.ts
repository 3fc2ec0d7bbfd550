import * as l10n from '@vscode/l10n';
import { formatDuration } from '../../src/analysis/quantities.js';
import type { NotedPart } from '../../src/trace/notes/note.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import { clockOf, type TimeFormat } from '../clock/clock.js';
import { clockMoment, clockStretch } from '../clock/clockWords.js';
import { momentWords, rowName } from '../details/detailFacts.js';
import type { TimeRange } from '../chart/geometry.js';
import { spanWords } from '../tables/spanWords.js';
import type { TraceIndex } from '../rows/traceIndex.js';
import type { Selection } from '../viewState.js';

/** `58.7 ms after the trigger of #4`, `24 ms from 58.7 ms after the trigger of #4`; by a clock `14:03:22.250`, `14:03:22.250 – 14:03:22.274`. */
export function timeWords({ trace, start }: TraceIndex, { from, to }: TimeRange, format: TimeFormat): string {
  const clock = clockOf(format, trace);
  if (clock) return to > from ? clockStretch(clock, trace, from, to) : clockMoment(clock, trace, from);
  const { resolution } = trace.source;
  const latest = trace.checkpoints.findLast(({ trigger }) => trigger <= from);
  const zero = latest?.trigger ?? start;
  const length = to - from;
  const after =
    length > 0 ? momentWords(from - zero, length, resolution) : formatDuration(from - zero, resolution);
  const duration = formatDuration(length, resolution);
  if (!latest) {
    return length > 0
      ? l10n.t('{0} from {1} after the start', duration, after)
      : l10n.t('{0} after the start', after);
  }
  return length > 0
    ? l10n.t('{0} from {1} after the trigger of #{2}', duration, after, latest.id)
    : l10n.t('{0} after the trigger of #{1}', after, latest.id);
}

/** `lock hold of count (1/2), #4`. */
export function partWords(
  index: TraceIndex,
  part: {
    readonly checkpoint: CheckpointIndex;
    readonly selection?: Selection | undefined;
    readonly span?: number | undefined;
  },
): string {
  const id = index.trace.checkpoints[part.checkpoint]?.id;
  if (!part.selection) return l10n.t('Checkpoint #{0}', id ?? '?');
  const name = rowName(index, part.selection);
  if (id === undefined) return name;
  if (part.span === undefined) return l10n.t('{0}, #{1}', name, id);
  return l10n.t('{0} of {1}, #{2}', spanWords(index, part.span).name, name, id);
}

/** What a trace does not have, by the names in the note. */
export function unknownWords({ checkpoint, operator, subtask }: NotedPart): string {
  const row =
    operator !== undefined && subtask !== undefined ? `${operator} (${subtask + 1})` : (operator ?? '');
  if (checkpoint === undefined) return l10n.t('{0}, which is not in this trace', row);
  if (row === '') return l10n.t('Checkpoint #{0}, which is not in this trace', checkpoint);
  return l10n.t('{0}, #{1}, which is not in this trace', row, checkpoint);
}

/** How much of a note is said where there is room for a line or two. */
const shortLength = 160;

/** The beginning of a note in one line. */
export function shortNote(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > shortLength ? `${line.slice(0, shortLength)}…` : line;
}
