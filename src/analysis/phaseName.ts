import * as l10n from '@vscode/l10n';
import type { Phase } from '../trace/model.js';

/** What people call a phase, within a sentence. */
export function phaseName(phase: Phase): string {
  switch (phase) {
    case 'startDelay':
      return l10n.t('start delay');
    case 'alignment':
      return l10n.t('alignment');
    case 'preBarrier':
      return l10n.t('flush');
    case 'sync':
      return l10n.t('lock hold');
    case 'async':
      return l10n.t('upload');
    case 'ack':
      return l10n.t('acknowledgement');
  }
}
