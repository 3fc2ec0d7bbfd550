import * as l10n from '@vscode/l10n';
import { driftSentences } from '../../src/analysis/verdict/driftSentences.js';
import { outlierSentences } from '../../src/analysis/verdict/outlierSentences.js';
import type { Subject } from '../../src/analysis/partHistory.js';
import { paragraph } from '../../src/analysis/phrases.js';
import type { SpanTarget } from '../../src/analysis/verdict/verdict.js';
import { element, linkButton } from '../element.js';
import type { ViewModel } from '../model.js';
import { sentence } from '../sentence.js';
import type { Overlay } from './overlay.js';

/** With more subtasks than this, one is chosen in the chart and not from a list. */
const mostListed = 512;

/** Over the overlay: whose checkpoints these are, and in words which of them stand out. */
export class OverlayHead {
  private readonly operators = element('select', { attributes: { 'aria-label': l10n.t('Operator') } });
  private readonly subtasks = element('select', { attributes: { 'aria-label': l10n.t('Subtask') } });
  private readonly words = element('p');
  readonly element: HTMLElement;
  private shown: unknown[] = [];

  constructor(
    private readonly wishes: {
      readonly choose: (subject: Subject) => void;
      readonly select: (target: SpanTarget) => void;
      readonly close: () => void;
    },
  ) {
    this.operators.addEventListener('change', () =>
      wishes.choose({ operator: Number(this.operators.value) }),
    );
    this.subtasks.addEventListener('change', () => {
      const operator = Number(this.operators.value);
      const { value } = this.subtasks;
      wishes.choose(value === '' ? { operator } : { operator, subtask: Number(value) });
    });
    this.element = element(
      'div',
      { className: 'overlay-bar' },
      this.operators,
      this.subtasks,
      this.words,
      linkButton(l10n.t('Back to the chart'), wishes.close, 'link by-hand'),
    );
  }

  render({ index }: ViewModel, overlay: Overlay): void {
    const inputs = [index, overlay];
    if (inputs.every((input, n) => input === this.shown[n])) return;
    this.shown = inputs;
    const { trace } = index;
    const { subject } = overlay;
    this.operators.replaceChildren(...trace.operators.map(({ name }, n) => option(String(n), name)));
    this.operators.value = String(subject.operator);
    const { parallelism } = trace.operators[subject.operator]!;
    const one = (n: number): HTMLOptionElement => option(String(n), `(${n + 1}/${parallelism})`);
    const listed =
      parallelism <= mostListed
        ? Array.from({ length: parallelism }, (_, n) => one(n))
        : subject.subtask === undefined
          ? []
          : [one(subject.subtask)];
    this.subtasks.replaceChildren(option('', l10n.t('slowest each time')), ...listed);
    this.subtasks.value = subject.subtask === undefined ? '' : String(subject.subtask);
    this.words.replaceChildren(
      ...sentence(
        paragraph([
          outlierSentences(trace, overlay.usual),
          overlay.drifts && driftSentences(trace, overlay.drifts),
        ]),
        this.wishes.select,
      ),
    );
  }
}

function option(value: string, text: string): HTMLOptionElement {
  return element('option', { text, attributes: { value } });
}
