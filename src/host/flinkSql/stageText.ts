import * as l10n from '@vscode/l10n';
import type { RunStage } from '../../flink/runReport.js';

/** What a run on a cluster does now, for its progress. */
export function stageText(stage: RunStage): string {
  switch (stage) {
    case 'translating':
      return l10n.t('translating to Flink SQL');
    case 'session':
      return l10n.t('declaring the pipeline’s tables in the SQL Gateway');
    case 'submitting':
      return l10n.t('submitting the job');
    case 'starting':
      return l10n.t('the job is submitted; waiting for its first checkpoint');
  }
}
