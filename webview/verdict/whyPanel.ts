import * as l10n from '@vscode/l10n';
import type { Advice, Option } from '../../src/analysis/advice/advice.js';
import { adviceOn, adviceOnRun, loudestOf } from '../../src/analysis/advice/adviceOn.js';
import { explanation, type Explanation } from '../../src/analysis/verdict/explanation.js';
import type { SpanTarget } from '../../src/analysis/phrases.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import { element, icon } from '../element.js';
import { oncePerTrace } from '../oncePerTrace.js';
import { sentence, unbroken } from '../sentence.js';
import type { TraceIndex } from '../rows/traceIndex.js';

const explanationOf = oncePerTrace((index, checkpoint: CheckpointIndex) =>
  explanation(index.trace, checkpoint, index.now),
);
const adviceOf = oncePerTrace((index, checkpoint: CheckpointIndex) =>
  adviceOn(index.trace, checkpoint, index.now),
);
const runAdviceOf = oncePerTrace((index) => adviceOnRun(index.trace));
const loudestIn = oncePerTrace((index) => loudestOf(index.trace));

/** Under the verdict, closed until it is asked for: where the time of a checkpoint went, and what could be tried. */
export class WhyPanel {
  readonly element = element('div', { className: 'why' });
  private readonly chevron = element('span', { className: 'chevron' });
  private readonly button = element(
    'button',
    {
      className: 'why-button',
      attributes: { type: 'button', 'aria-controls': 'why', 'aria-expanded': false },
    },
    this.chevron,
    l10n.t('Why, and what to try'),
  );
  private readonly body = element('div', {
    className: 'why-body',
    attributes: { id: 'why', role: 'region', 'aria-label': l10n.t('Why, and what to try'), tabindex: 0 },
  });
  private open = false;
  private asked: { index: TraceIndex; checkpoint: CheckpointIndex | undefined } | undefined;
  private shown: readonly unknown[] = [];

  constructor(private readonly select: (target: SpanTarget) => void) {
    this.button.addEventListener('click', () => {
      this.open = !this.open;
      this.update();
    });
    this.element.append(this.button, this.body);
    this.update();
  }

  /** @param checkpoint why this one; without it, why the one that the verdict on the whole trace is about */
  render(index: TraceIndex, checkpoint: CheckpointIndex | undefined): void {
    this.asked = { index, checkpoint };
    this.element.hidden = index.trace.checkpoints.length === 0;
    this.update();
  }

  /** Nothing is worked out before it is opened. */
  private update(): void {
    this.button.setAttribute('aria-expanded', String(this.open));
    this.chevron.replaceChildren(icon(this.open ? 'chevron-down' : 'chevron-right'));
    this.body.hidden = !this.open;
    if (!this.open || this.asked === undefined) return;
    const { index } = this.asked;
    const checkpoint = this.asked.checkpoint ?? loudestIn(index, undefined);
    if (this.shown[0] === index && this.shown[1] === checkpoint) return;
    this.shown = [index, checkpoint];
    this.body.replaceChildren(...this.content(index, checkpoint));
  }

  private content(index: TraceIndex, checkpoint: CheckpointIndex | undefined): HTMLElement[] {
    const advice = [
      ...(checkpoint === undefined ? [] : adviceOf(index, checkpoint)),
      ...runAdviceOf(index, undefined),
    ];
    const none = element('p', {
      className: 'dim',
      text: l10n.t('No number reaches the threshold of a rule.'),
    });
    return [
      ...(checkpoint === undefined ? [] : [this.answers(index, checkpoint)]),
      section(
        l10n.t('What to try'),
        ...(advice.length === 0 ? [none] : advice.map((one) => this.finding(one))),
      ),
    ];
  }

  private answers(index: TraceIndex, checkpoint: CheckpointIndex): HTMLElement {
    const words: Explanation = explanationOf(index, checkpoint);
    const all = [words.stages, words.waitingOrSize, words.acknowledgements, words.failures];
    const list = element(
      'ul',
      {},
      ...all.map((phrases) => element('li', {}, ...sentence(phrases, this.select))),
    );
    return section(l10n.t('Where the time of #{0} went', index.trace.checkpoints[checkpoint]!.id), list);
  }

  private finding({ found, compared, tries }: Advice): HTMLElement {
    const list = element(
      'ul',
      {},
      ...tries.map(({ text, option }) =>
        element('li', {}, ...unbroken(text), ...(option ? optionWords(option) : [])),
      ),
    );
    return element(
      'div',
      { className: 'finding' },
      element('p', {}, ...sentence(found, this.select)),
      element('p', { className: 'dim small' }, ...unbroken(compared)),
      list,
    );
  }
}

function section(title: string, ...children: readonly HTMLElement[]): HTMLElement {
  return element('section', {}, element('h2', { text: title }), ...children);
}

/** The name as it is written in a configuration, and what it does. */
function optionWords({ name, formerly, does }: Option): readonly (Node | string)[] {
  const was =
    formerly === undefined ? [] : [' ', ...withCode(l10n.t('(in Flink 1.x {0})', codeMark), formerly)];
  return [
    element('div', { className: 'option' }, element('code', { text: name }), ...was),
    element('div', { className: 'dim small', text: does }),
  ];
}

/** Stands in a sentence where the code comes: a translation puts it where its language has it. */
const codeMark = '\u{fffc}';

function withCode(sentence: string, code: string): (Node | string)[] {
  const [before = '', after = ''] = sentence.split(codeMark);
  return [before, element('code', { text: code }), after];
}
