import * as l10n from '@vscode/l10n';
import { durationWords } from '../tables/spanWords.js';
import { sectionOf } from './details.js';
import { element, linkButton } from '../element.js';
import type { Intention } from '../keys/keyboard.js';
import type { ViewModel } from '../model.js';
import { rangeFacts } from './rangeFacts.js';

/** The panel that says what lies in the measured range. */
export class RangePanel {
  private readonly heading = element('h2');
  private readonly facts = element('div', { className: 'sections' });
  readonly element: HTMLElement;
  private shown: readonly unknown[] = [];

  constructor(intend: (intention: Intention) => void) {
    const action = (words: string, intention: Intention, key: string): HTMLElement =>
      element(
        'span',
        {},
        linkButton(words, () => intend(intention)),
        ' ',
        element('kbd', { text: key }),
      );
    const actions = element(
      'div',
      { className: 'small actions' },
      action(l10n.t('Zoom to it'), 'fitSelection', 'F'),
      action(l10n.t('By operator'), 'showStatistics', 'Q'),
      action(l10n.t('Remove'), 'unmeasure', 'Esc'),
    );
    const said = element('div', { attributes: { role: 'status' } }, this.heading);
    this.element = element(
      'section',
      {
        className: 'details measured-panel',
        attributes: { 'aria-label': l10n.t('Measured range'), tabindex: 0 },
      },
      element('div', { className: 'heading' }, said, actions),
      this.facts,
    );
  }

  render({ index, groups, state }: ViewModel): void {
    const range = state.measured;
    this.element.hidden = range === undefined;
    const inputs = [index, groups, range];
    if (!range || inputs.every((input, n) => input === this.shown[n])) return;
    this.shown = inputs;
    const { blocked, sections } = rangeFacts(index, groups, range);
    this.heading.textContent = l10n.t('{length} measured, {blocked} blocked', {
      length: durationWords(index, range.to - range.from),
      blocked: durationWords(index, blocked),
    });
    this.facts.replaceChildren(
      ...sections.map(sectionOf),
      element('p', {
        className: 'small note',
        text: l10n.t(
          'Sums count what lies inside. Median, p95 and longest are of whole spans, also of those that lie partly inside.',
        ),
      }),
    );
  }
}
