import * as l10n from '@vscode/l10n';
import type { SpanTarget } from '../../src/analysis/phrases.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import { element, linkButton } from '../element.js';
import { pathSumOf } from './pathOf.js';
import type { TraceIndex } from '../rows/traceIndex.js';

/** The critical path of a checkpoint as a sum, each part a link to its bar. */
export function pathSection(
  index: TraceIndex,
  checkpoint: CheckpointIndex,
  show: (target: SpanTarget) => void,
): HTMLElement {
  const { steps, total, totalLabel } = pathSumOf(index, checkpoint);
  const list = element('dl', { className: 'facts path' });
  for (const { who, lines } of steps) {
    list.append(element('dt', { className: 'who', text: who }));
    for (const { label, value, target } of lines) {
      const name = target === undefined ? label : linkButton(label, () => show(target));
      list.append(element('dt', {}, name), element('dd', { text: value }));
    }
  }
  list.append(
    element('dt', { className: 'total', text: totalLabel }),
    element('dd', { className: 'total', text: total }),
  );
  return element('section', {}, element('h3', { text: l10n.t('Critical path') }), list);
}
