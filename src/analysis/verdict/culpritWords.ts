import * as l10n from '@vscode/l10n';
import type { WhereAtEnd } from './culprit.js';

/** What a subtask was when its checkpoint was given up, as what follows `was`. */
export function stateWords({ phase, earlierHold }: WhereAtEnd): string {
  if (earlierHold !== undefined) return l10n.t('still in the lock hold of #{0}', earlierHold);
  switch (phase) {
    case 'startDelay':
      return l10n.t('still waiting for its first barrier');
    case 'alignment':
      return l10n.t('still waiting for its last barrier');
    case 'preBarrier':
      return l10n.t('still busy before its barrier could go on');
    case 'sync':
      return l10n.t('still in its lock hold');
    case 'async':
      return l10n.t('still uploading');
    case 'ack':
      return l10n.t('done, but its acknowledgement had not come');
  }
}
