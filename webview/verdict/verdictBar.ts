import * as l10n from '@vscode/l10n';
import type { SpanTarget } from '../../src/analysis/phrases.js';
import { coveredOf, shownVerdict, targetInWhole } from '../details/covered.js';
import { element } from '../element.js';
import type { ViewModel } from '../model.js';
import { sentence } from '../sentence.js';
import { createButton } from '../ui/controls.js';
import { prepareVerdict } from './verdictOf.js';
import { WhyPanel } from './whyPanel.js';

/** The sentence on top: who was blocked, and for how long. Its names and numbers lead to their bars. */
export class VerdictBar {
  readonly element = element('header', { className: 'verdict' });
  private readonly sentences = element('div');
  private readonly why: WhyPanel;
  private shown: readonly unknown[] = [];
  private asked: Pick<ViewModel, 'index' | 'state'> | undefined;
  private readonly again = (): void => this.asked && this.render(this.asked);
  private chosen: Pick<ViewModel['state'], 'several'> = {};

  constructor(
    private readonly select: (target: SpanTarget) => void,
    private readonly copy: () => void,
  ) {
    this.why = new WhyPanel((target) => select(targetInWhole(target, this.chosen)));
    this.element.append(this.sentences, this.why.element);
  }

  /** Where the verdict takes longer than a task may, what was said before stands until it is there. */
  render(asked: Pick<ViewModel, 'index' | 'state'>): void {
    const { index, state } = asked;
    const inputs = [index, state.checkpoint, state.several];
    if (inputs.every((input, n) => input === this.shown[n])) return;
    this.asked = asked;
    const isReady = prepareVerdict(coveredOf(index, state), this.again);
    if (!isReady) return;
    this.shown = inputs;
    const { headline, meanwhile, evidence } = shownVerdict(index, state);
    const copy = createButton({
      label: l10n.t('Copy this verdict'),
      icon: 'copy',
      iconOnly: true,
      onClick: this.copy,
    });
    copy.classList.add('copy');
    const first = element('h1', {}, ...sentence(headline, this.select));
    const second = element('p', {}, ...sentence(meanwhile, this.select));
    if (evidence.length > 0) {
      second.append(element('span', { className: 'evidence' }, ' ', ...sentence(evidence, this.select)));
    }
    this.sentences.replaceChildren(copy, first, second);
    this.chosen = state;
    this.why.render(coveredOf(index, state), state.checkpoint);
  }
}
