import * as l10n from '@vscode/l10n';
import type { ComparedKind } from './comparedKind.js';

/**
 * What is told in words. An alignment stands for the inputs that it holds back. Time without room is longer in a longer checkpoint, also
 * where an operator never has room, so that without its share it would say nothing of the checkpoint.
 */
export type ToldKind = Exclude<ComparedKind, 'heldInput' | 'backPressured'>;

export function isTold<Row extends { readonly kind: ComparedKind }>(
  row: Row,
): row is Row & { readonly kind: ToldKind } {
  return row.kind !== 'heldInput' && row.kind !== 'backPressured';
}

/** That something takes longer than before, as a clause. */
export function longer(kind: ToldKind): string {
  switch (kind) {
    case 'sync':
      return l10n.t('Lock holds at {operator} are {difference} longer');
    case 'preBarrier':
      return l10n.t('Flushes before the barrier at {operator} are {difference} longer');
    case 'alignment':
      return l10n.t('{operator} holds back inputs for {difference} longer');
    case 'async':
      return l10n.t('Uploads at {operator} are {difference} longer');
    case 'startDelay':
      return l10n.t('Barriers reach {operator} {difference} later');
    case 'queuedUpload':
      return l10n.t('Uploads at {operator} wait {difference} longer to begin');
  }
}

/** That something takes less than before, as a clause. */
export function shorter(kind: ToldKind): string {
  switch (kind) {
    case 'sync':
      return l10n.t('Lock holds at {operator} are {difference} shorter');
    case 'preBarrier':
      return l10n.t('Flushes before the barrier at {operator} are {difference} shorter');
    case 'alignment':
      return l10n.t('{operator} holds back inputs for {difference} less');
    case 'async':
      return l10n.t('Uploads at {operator} are {difference} shorter');
    case 'startDelay':
      return l10n.t('Barriers reach {operator} {difference} earlier');
    case 'queuedUpload':
      return l10n.t('Uploads at {operator} wait {difference} less to begin');
  }
}
