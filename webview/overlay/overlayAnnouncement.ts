import { subtaskName } from '../../src/analysis/names.js';
import type { ViewModel } from '../model.js';
import { durationWords } from '../spanWords.js';
import { chosenRow, overlayOf } from './overlay.js';

/** What a screen reader says of the chosen checkpoint of the overlay: `#31 completed, count (1/2) took 1.73 s, unusually long`. */
export function overlayAnnouncement({ index, state }: ViewModel): string {
  const overlay = overlayOf(index, state);
  const row = overlay.rows[chosenRow(overlay, state)];
  if (!row) return 'No checkpoints';
  const { part, outlierBy } = row;
  const { id, status } = index.trace.checkpoints[part.checkpoint]!;
  const ended = { completed: 'completed', failed: 'failed', inProgress: 'in progress' }[status];
  const name = subtaskName(index.trace, part);
  if (part.took === undefined) return `#${id} ${ended}, ${name}: no report`;
  const took = durationWords(index, part.took);
  const blocked = durationWords(index, part.blocked);
  const unusual = {
    none: '',
    took: ', unusually long',
    blocked: ', blocked unusually long',
  }[outlierBy ?? 'none'];
  return `#${id} ${ended}, ${name} took ${took}, blocked ${blocked}${unusual}`;
}
