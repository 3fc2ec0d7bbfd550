import * as l10n from '@vscode/l10n';
import { mayGoOn } from '../../src/analysis/jobSource.js';
import { subtaskName } from '../../src/analysis/names.js';
import type { Checkpoint } from '../../src/trace/model.js';
import type { ViewModel } from '../model.js';
import { durationWords } from '../tables/spanWords.js';
import { chosenRow, overlayOf } from './overlay.js';

/** What a screen reader says of the chosen checkpoint of the overlay: `#31 completed, count (1/2) took 1.73 s, unusually long`. */
export function overlayAnnouncement({ index, state }: ViewModel): string {
  const overlay = overlayOf(index, state);
  const row = overlay.rows[chosenRow(overlay, state)];
  if (!row) return l10n.t('No checkpoints');
  const { part, outlierBy } = row;
  const { id, status } = index.trace.checkpoints[part.checkpoint]!;
  const checkpoint = endedWords(id, status, mayGoOn(index.trace.source));
  const name = subtaskName(index.trace, part);
  if (part.took === undefined) return l10n.t('{checkpoint}, {name}: no report', { checkpoint, name });
  const [took, blocked] = [durationWords(index, part.took), durationWords(index, part.blocked)];
  const said = { checkpoint, name, took, blocked };
  if (outlierBy === 'took') {
    return l10n.t('{checkpoint}, {name} took {took}, blocked {blocked}, unusually long', said);
  }
  return outlierBy === 'blocked'
    ? l10n.t('{checkpoint}, {name} took {took}, blocked {blocked}, blocked unusually long', said)
    : l10n.t('{checkpoint}, {name} took {took}, blocked {blocked}', said);
}

function endedWords(id: number, status: Checkpoint['status'], goesOn: boolean): string {
  switch (status) {
    case 'completed':
      return l10n.t('#{0} completed', id);
    case 'failed':
      return l10n.t('#{0} failed', id);
    case 'inProgress':
      return goesOn ? l10n.t('#{0} in progress', id) : l10n.t('#{0} not completed', id);
  }
}
