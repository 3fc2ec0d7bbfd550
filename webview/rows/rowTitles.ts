import * as l10n from '@vscode/l10n';
import type { Density, Grouping, RowOrder } from './rowSettings.js';

/** What the menu calls an order. */
export function orderTitle(order: RowOrder): string {
  switch (order) {
    case 'blocked':
      return l10n.t('Blocked Time');
    case 'name':
      return l10n.t('Name');
    case 'topology':
      return l10n.t('Source to Sink');
    case 'lockHold':
      return l10n.t('Longest Lock Hold');
    case 'upload':
      return l10n.t('Longest Upload');
    case 'lastBarrier':
      return l10n.t('Latest Barrier');
    case 'endToEnd':
      return l10n.t('End to End');
  }
}

export function groupingTitle(grouping: Grouping): string {
  switch (grouping) {
    case 'operator':
      return l10n.t('Operator');
    case 'taskManager':
      return 'TaskManager';
    case 'none':
      return l10n.t('None: One List of Subtasks');
  }
}

/** The same in a sentence. */
export function groupingName(grouping: Grouping): string {
  switch (grouping) {
    case 'operator':
      return l10n.t('operator');
    case 'taskManager':
      return 'TaskManager';
    case 'none':
      return l10n.t('none');
  }
}

export function densityTitle(density: Density): string {
  switch (density) {
    case 'normal':
      return l10n.t('Normal');
    case 'compact':
      return l10n.t('Compact');
    case 'dense':
      return l10n.t('Dense: Every Subtask, Without Names');
  }
}
