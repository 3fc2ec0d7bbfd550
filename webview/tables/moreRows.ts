import * as l10n from '@vscode/l10n';
import { formatCount } from '../../src/analysis/quantities.js';
import { linkButton } from '../element.js';

/** Below a table that shows a page of its rows: a button for the next one, or nothing where no rows are left. */
export function moreRows(left: number, page: number, show: () => void): readonly HTMLElement[] {
  if (left <= 0) return [];
  const words = l10n.t('Show {count} more of {all}', {
    count: Math.min(page, left),
    all: formatCount(left),
  });
  return [linkButton(words, show)];
}
