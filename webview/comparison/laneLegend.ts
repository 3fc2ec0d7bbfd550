import * as l10n from '@vscode/l10n';
import type { Phase } from '../../src/trace/model.js';
import { element } from '../element.js';
import { legendName } from '../phaseWords.js';

const inOrder: readonly Phase[] = ['sync', 'preBarrier', 'alignment', 'async', 'startDelay', 'ack'];

/** What the bars mean. */
export function laneLegend(): HTMLElement {
  const keys = inOrder.map((phase) =>
    element(
      'span',
      { className: 'key' },
      element('span', { className: `bar ${phase}`, attributes: { 'aria-hidden': true } }),
      element('span', { text: legendName(phase) }),
    ),
  );
  return element(
    'div',
    { className: 'legend lane-legend' },
    ...keys,
    element('span', { className: 'dim', text: l10n.t('solid stands still') }),
  );
}
