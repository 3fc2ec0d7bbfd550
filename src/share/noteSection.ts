import * as l10n from '@vscode/l10n';
import { phaseName } from '../analysis/phaseName.js';
import type { Trace } from '../trace/model.js';
import { isTime, type Note, type NotePlace } from '../trace/notes/note.js';
import { markdownText } from './markdownText.js';

/** Notes as Markdown, with what each is about. Lines stay lines. */
export function noteSection(
  trace: Trace,
  notes: readonly Note[],
  moment: (unixMs: number) => string,
): readonly string[] {
  if (notes.length === 0) return [];
  const list = notes.map(({ place, text }) => {
    const lines = text.split('\n').map((line) => markdownText(line));
    return `- **${placeWords(trace, place, moment)}**: ${lines.join('  \n  ')}`;
  });
  return [`### ${l10n.t('Notes')}`, list.join('\n')];
}

function placeWords(trace: Trace, place: NotePlace, moment: (unixMs: number) => string): string {
  if (isTime(place)) {
    const { from, to } = place;
    return to === undefined ? moment(from) : `${moment(from)} – ${moment(to)}`;
  }
  const { checkpoint, operator, subtask, phase } = place;
  const known = trace.operators.find(({ id }) => id === operator);
  const count = known && subtask !== undefined ? `/${known.parallelism}` : '';
  const nth = subtask === undefined ? '' : ` (${subtask + 1}${count})`;
  const parts = [
    checkpoint === undefined ? '' : l10n.t('Checkpoint {0}', checkpoint),
    operator === undefined ? '' : `${markdownText(known?.name ?? operator)}${nth}`,
    phase === undefined ? '' : phaseName(phase),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
