import * as l10n from '@vscode/l10n';
import type { SidedPhrase } from '../../src/analysis/comparison/comparisonVerdict.js';
import type { SpanPlace } from '../../src/protocol.js';
import { element } from '../element.js';
import { linkInText, unbroken } from '../sentence.js';
import { createButton } from '../ui/controls.js';
import type { Compared } from './compared.js';
import type { SideName } from './compared.js';

/** The sentence on top: what became longer or shorter. Its names and numbers open the trace that they are from. */
export class ComparisonVerdictBar {
  readonly element = element('header', { className: 'verdict' });
  private shown: Compared | undefined;

  constructor(
    private readonly open: (side: SideName, place: SpanPlace) => void,
    private readonly copy: () => void,
  ) {}

  render(compared: Compared): void {
    if (this.shown === compared) return;
    this.shown = compared;
    const { headline, meanwhile, evidence } = compared.verdict;
    const copy = createButton({
      label: l10n.t('Copy this comparison'),
      icon: 'copy',
      iconOnly: true,
      onClick: this.copy,
    });
    copy.classList.add('copy');
    const second = element('p', {}, ...this.phrases(meanwhile));
    if (evidence.length > 0) {
      second.append(element('span', { className: 'evidence' }, ' ', ...this.phrases(evidence)));
    }
    this.element.replaceChildren(copy, element('h1', {}, ...this.phrases(headline)), second);
  }

  private phrases(phrases: readonly SidedPhrase[]): (Node | string)[] {
    return phrases.flatMap(({ text, target, side }) => {
      if (!target || !side) return unbroken(text);
      const title =
        side === 'before'
          ? l10n.t('Open this bar in the trace before')
          : l10n.t('Open this bar in the trace after');
      return [linkInText(text, title, () => this.open(side, target))];
    });
  }
}
