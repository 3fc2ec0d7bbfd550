import * as l10n from '@vscode/l10n';
import type { ComparedPhase } from './samples.js';

/** That a phase takes longer than before, as a clause. */
export function longer(phase: ComparedPhase): string {
  switch (phase) {
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
  }
}

/** That a phase takes less than before, as a clause. */
export function shorter(phase: ComparedPhase): string {
  switch (phase) {
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
  }
}
