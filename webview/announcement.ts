import * as l10n from '@vscode/l10n';
import { clockOf, dateAndTime } from './clock/clock.js';
import { rowName } from './details/detailFacts.js';
import type { ViewModel } from './model.js';
import { selectedSpan } from './keys/navigation.js';
import { notesOn } from './notes/notesView.js';
import { shortNote } from './notes/noteWords.js';
import { overlayAnnouncement } from './overlay/overlayAnnouncement.js';
import type { GroupItem, MoreItem, RowItem } from './rows/rowLayout.js';
import { findRow } from './rows/rows.js';
import { groupTitle } from './rows/groupNames.js';
import { columnName, groupWords, rowWords } from './rows/rowOrder.js';
import { shownWords } from './shownWords.js';
import { durationWords, spanWords } from './tables/spanWords.js';
import type { Selection } from './viewState.js';

/** What a screen reader says of the selection, or of the checkpoint shown when nothing is selected; and the note on it. */
export function announcement(model: ViewModel): string {
  const { notes, state } = model;
  const [note = notes.current] = notesOn(notes, state.selection);
  if (!note) return selectionWords(model);
  const text = shortNote(note.note.text);
  return note.selection
    ? l10n.t('{0}, note: {1}', selectionWords(model), text)
    : l10n.t('Note on {0}: {1}', note.where, text);
}

function selectionWords(model: ViewModel): string {
  const { state, index, currentRow, layout } = model;
  const { selection } = state;
  if (state.body === 'overlay' && selection && !selection.bar) return overlayAnnouncement(model);
  const isSubtask = selection?.subtask !== undefined;
  if (isSubtask) return withPin(model, subtaskWords(model, selection));
  const item = layout.items.find(({ key }) => key === currentRow);
  if (item && isOther(item)) {
    return item.kind === 'group' ? withPin(model, headWords(model, item)) : moreWords(model, item);
  }
  if (selection) return rowName(index, selection);
  return shownWords(model);
}

function isOther(item: RowItem): item is GroupItem | MoreItem {
  return item.kind === 'group' || item.kind === 'more';
}

function withPin({ state, currentRow }: ViewModel, words: string): string {
  return currentRow !== undefined && state.pinned.includes(currentRow) ? l10n.t('{0}, pinned', words) : words;
}

function subtaskWords({ index, state, groups }: ViewModel, selection: Selection): string {
  const name = rowName(index, selection);
  const span = selectedSpan(index, selection);
  if (span !== undefined) {
    const { name: phase, effect } = spanWords(index, span);
    const duration = durationWords(index, index.end[span]! - index.trace.spans.start[span]!);
    const id = index.trace.checkpoints[index.trace.spans.checkpoint[span]!]!.id;
    const said = { name, phase, duration, effect, id };
    const words = l10n.t('{name}, {phase} {duration}, {effect}, checkpoint #{id}', said);
    const clock = clockOf(state.timeFormat, index.trace);
    return clock ? `${words} · ${dateAndTime(clock, index.trace.spans.start[span]!)}` : words;
  }
  const ranked = findRow(groups, selection.operator, selection.subtask!);
  if (!ranked) return l10n.t('{0}, not shown', name);
  const words = rowWords(index, ranked, state.order);
  return ranked.report === 'pending' || ranked.report === 'declined'
    ? l10n.t('{name}, {words}', { name, words })
    : l10n.t('{name}, {column} {words}', { name, column: columnName(state.order, true), words });
}

function headWords({ index, state }: ViewModel, { group, collapsed }: GroupItem): string {
  const said = {
    group: groupTitle(index, group),
    kind: group.kind === 'operator' ? l10n.t('operator') : 'TaskManager',
    count: group.rows.length,
    column: columnName(state.order, true),
    number: groupWords(index, group.rows, state.order),
  };
  return collapsed
    ? l10n.t('{group}, {kind}, {count} subtasks, collapsed, {column} {number}', said)
    : l10n.t('{group}, {kind}, {count} subtasks, expanded, {column} {number}', said);
}

function moreWords({ index }: ViewModel, { group, count }: MoreItem): string {
  const of = groupTitle(index, group);
  return count > 0
    ? l10n.t('{count} more subtasks of {of}, collapsed', { count, of })
    : l10n.t('All subtasks of {0}, expanded', of);
}
