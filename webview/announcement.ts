import { describeCheckpoint } from './checkpointStrip.js';
import { rowName } from './detailFacts.js';
import type { ViewModel } from './model.js';
import { selectedSpan } from './navigation.js';
import { overlayAnnouncement } from './overlay/overlayAnnouncement.js';
import { blockedWords, findRow } from './rows.js';
import { severalWords } from './severalCheckpoints.js';
import { durationWords, runWord, spanWords } from './spanWords.js';

/** What a screen reader says of the selection, or of the checkpoint shown when nothing is selected. */
export function announcement(model: ViewModel): string {
  const { state, index } = model;
  const { selection } = state;
  if (state.body === 'overlay' && selection && !selection.bar) return overlayAnnouncement(model);
  if (!selection) {
    if (state.several) return severalWords(index, state.several);
    return state.checkpoint === undefined
      ? `Entire ${runWord(index.trace)}`
      : describeCheckpoint(model, state.checkpoint);
  }
  const name = rowName(index, selection);
  const span = selectedSpan(index, selection);
  if (span !== undefined) {
    const { name: phase, effect } = spanWords(index, span);
    const duration = durationWords(index, index.end[span]! - index.trace.spans.start[span]!);
    const id = index.trace.checkpoints[index.trace.spans.checkpoint[span]!]!.id;
    return `${name}, ${phase} ${duration}, ${effect}, checkpoint #${id}`;
  }
  if (selection.subtask === undefined) {
    const group = model.groups.find(({ operator }) => operator === selection.operator);
    const expanded = state.collapsed.includes(selection.operator) ? 'collapsed' : 'expanded';
    return `${name}, operator, ${group?.rows.length ?? 0} subtasks, ${expanded}, blocked ${durationWords(index, group?.blocked ?? 0)}`;
  }
  const ranked = findRow(model.groups, selection.operator, selection.subtask);
  if (!ranked) return name;
  const words = blockedWords(index, ranked);
  return ranked.report === 'pending' || ranked.report === 'declined'
    ? `${name}, ${words}`
    : `${name}, blocked ${words}`;
}
