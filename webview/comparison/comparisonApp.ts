import * as l10n from '@vscode/l10n';
import type { OperatorPair } from '../../src/analysis/comparison/pairing.js';
import { listed, oneAfterTheOther, textOf } from '../../src/analysis/phrases.js';
import { verdictText } from '../../src/analysis/verdict/verdict.js';
import type {
  ComparedSide,
  ComparisonCommand,
  FromComparison,
  SpanPlace,
  ToComparison,
} from '../../src/protocol.js';
import { unpackTrace } from '../../src/trace/transfer.js';
import { element, linkButton } from '../element.js';
import { comparedSides, drawnOf, type Compared, type ReadSide, type SideName } from './compared.js';
import { ComparisonBar } from './comparisonBar.js';
import { drawnWords } from './drawnWords.js';
import { listenToComparisonKeys } from './comparisonKeys.js';
import { restoredState, swapped, type ComparisonState } from './comparisonState.js';
import { comparisonPicture } from './comparisonPicture.js';
import { ComparisonVerdictBar } from './comparisonVerdictBar.js';
import { DifferenceTable } from './differenceTable.js';
import type { DrawnSide } from './lanes.js';
import { LaneView } from './laneView.js';
import { SeveralTable } from './severalTable.js';
import { SidesBar } from './sidesBar.js';

export interface ComparisonHost {
  postMessage(message: FromComparison): void;
  getState(): unknown;
  setState(state: unknown): void;
}

type Change = (state: ComparisonState) => ComparisonState;

/** The page of a comparison: the sentence, what is compared, the bars of a checkpoint of each on one axis, and all differences. */
export class ComparisonApp {
  private readonly notice = element('div');
  private readonly live = element('div', { className: 'spoken', attributes: { 'aria-live': 'polite' } });
  private readonly verdict: ComparisonVerdictBar;
  private readonly bar: SidesBar;
  private readonly controls: ComparisonBar;
  private readonly lanes: LaneView;
  private readonly table: DifferenceTable;
  private readonly several: SeveralTable;
  private readonly view: HTMLElement;
  private sides: readonly ComparedSide[] = [];
  private read: readonly (ReadSide | undefined)[] = [];
  private state: ComparisonState | undefined;
  private compared: Compared | undefined;
  private spoken: readonly string[] = [];

  constructor(
    root: HTMLElement,
    private readonly host: ComparisonHost,
  ) {
    const change = (make: Change): void => this.change(make);
    this.verdict = new ComparisonVerdictBar(
      (side, place) => this.openSide(side, place),
      () => this.copyVerdict(),
    );
    this.bar = new SidesBar({ change, open: (side, checkpoint) => this.post('open', { side, checkpoint }) });
    this.controls = new ComparisonBar({
      filter: (filter) => change((now) => ({ ...now, filter })),
      toggleAll: () => change(toggledNumbers),
      copyTsv: () => this.post('copy', { text: this.table.tsv() }),
      copyMarkdown: () => this.copyMarkdown(),
    });
    this.lanes = new LaneView({
      open: (side, place) => this.post('open', { side, place }),
      openSource: (side, operator) => this.post('openDefinition', { side, operator }),
      zoomed: (range) => this.keep({ range }),
    });
    this.table = new DifferenceTable({
      open: (side, place) => this.openSide(side, place),
      openSource: (pair) => this.openSource(pair),
      sort: (sort) => change((now) => ({ ...now, sort })),
    });
    this.several = new SeveralTable((side, place) => this.post('open', { side, place }));
    const numbers = element('div', { className: 'numbers' }, this.several.element, this.table.element);
    const body = element('div', { className: 'comparison-body' }, this.lanes.element, numbers);
    this.view = element('main', { className: 'view' });
    this.view.append(this.verdict.element, this.bar.element, this.controls.element, body);
    root.append(element('div', { className: 'page' }, this.notice, this.view, this.live));
    this.view.hidden = true;
    listenToComparisonKeys((command) => this.command(command));
    new ResizeObserver(() => this.lanes.resized()).observe(this.lanes.element);
    new ResizeObserver(() => this.bar.resized()).observe(this.bar.element);
  }

  receive(message: ToComparison): void {
    if (message.type === 'sides') this.show(message.sides);
    else if (message.type === 'command') this.command(message.command);
    else void this.answer(message);
  }

  private async answer(question: ToComparison & { type: 'ask' }): Promise<void> {
    const filter = this.state?.filter ?? '';
    const page = { view: this.view, filter, render: () => this.render() };
    this.host.postMessage(await comparisonPicture(question, this.compared, page));
  }

  private show(sides: readonly ComparedSide[]): void {
    this.read = sides.map((side) =>
      side.state.type === 'trace' ? readSide(side, side.state.trace) : undefined,
    );
    this.sides = sides;
    this.state ??= restoredState(this.host.getState(), sides.length);
    this.compareAgain();
  }

  private command(command: ComparisonCommand): void {
    switch (command) {
      case 'swapSides':
        this.change(swapped);
        break;
      case 'showTable':
        this.change(toggledNumbers);
        break;
      case 'find':
        this.controls.focusFilter();
        break;
      case 'zoomIn':
      case 'zoomOut':
        this.lanes.zoom[command]();
    }
  }

  private change(make: Change): void {
    const { state } = this;
    if (state === undefined) return;
    this.keep(make(state));
    const { before, after, chosen } = this.state!;
    if (before !== state.before || after !== state.after || chosen !== state.chosen) this.compareAgain();
    else this.render();
  }

  private keep(change: Partial<ComparisonState>): void {
    this.state = { ...this.state!, ...change };
    this.host.setState(this.state);
  }

  private compareAgain(): void {
    this.compared = this.state && comparedSides(this.read, this.state);
    this.render();
  }

  private render(): void {
    const { compared, state } = this;
    this.view.hidden = compared === undefined;
    this.notice.replaceChildren(...(compared === undefined ? [this.waiting()] : []));
    if (compared === undefined || state === undefined) return;
    const drawn = compared.sides.map((side): DrawnSide => ({ ...side, checkpoint: drawnOf(side, state) }));
    this.verdict.render(compared);
    this.bar.render(compared, state, drawn);
    this.controls.render(compared, state);
    this.lanes.element.hidden = state.allNumbers;
    this.several.render(compared, state);
    this.table.render(compared, state);
    // After the table, which takes of the width what it needs.
    if (!state.allNumbers) this.lanes.render(compared, drawn, state);
    this.say([textOf(compared.verdict.headline), ...drawn.map((side) => drawnWords(side, state))]);
  }

  /** What is shown until both sides are there: which is still read, or why one cannot be. */
  private waiting(): HTMLElement {
    const missing = [this.state?.before ?? 0, this.state?.after ?? 1]
      .map((place) => this.sides[place])
      .filter((side) => side?.state.type !== 'trace');
    const unreadable = missing.find((side) => side?.state.type === 'unreadable');
    if (unreadable) {
      return unreadableNotice(unreadable, () => this.post('open', { side: this.sides.indexOf(unreadable) }));
    }
    const names = listed(missing.map((side) => side?.label ?? ''));
    return element('p', { className: 'comparison-notice', text: l10n.t('Reading {0}…', names) });
  }

  private openSide(name: SideName, place: SpanPlace): void {
    const side = this.state?.[name];
    if (side !== undefined) this.post('open', { side, place });
  }

  /** Where both sides have a line for it, that of the later one is what can still be changed. */
  private openSource({ before, after }: OperatorPair): void {
    const { state } = this;
    if (state === undefined) return;
    if (after !== undefined) this.post('openDefinition', { side: state.after, operator: after });
    else if (before !== undefined) this.post('openDefinition', { side: state.before, operator: before });
  }

  private copyVerdict(): void {
    if (this.compared) this.post('copy', { text: verdictText(this.compared.verdict) });
  }

  private copyMarkdown(): void {
    if (!this.state) return;
    const { before, after, chosen } = this.state;
    this.post('copyMarkdown', {
      before: { side: before, chosen: chosen[before] },
      after: { side: after, chosen: chosen[after] },
    });
  }

  private post<Type extends FromComparison['type']>(
    type: Type,
    parts: Omit<Extract<FromComparison, { type: Type }>, 'type'>,
  ): void {
    this.host.postMessage({ type, ...parts } as FromComparison);
  }

  /** Says what has changed: the sentence first, then which checkpoint is drawn of a side. */
  private say(words: readonly string[]): void {
    const changed =
      this.spoken.length === 0 ? words.slice(0, 1) : words.filter((one) => !this.spoken.includes(one));
    if (changed.length > 0) this.live.textContent = oneAfterTheOther(changed);
    this.spoken = words;
  }
}

function toggledNumbers(state: ComparisonState): ComparisonState {
  return { ...state, allNumbers: !state.allNumbers };
}

function readSide({ label, checkpoint }: ComparedSide, packed: Parameters<typeof unpackTrace>[0]): ReadSide {
  return { label, trace: unpackTrace(packed), ...(checkpoint !== undefined && { checkpoint }) };
}

function unreadableNotice({ label, state }: ComparedSide, open: () => void): HTMLElement {
  const reasons = state.type === 'unreadable' ? state.diagnostics.map(({ message }) => message) : [];
  return element(
    'div',
    { className: 'comparison-notice' },
    element('p', {
      text: oneAfterTheOther([
        l10n.t('{0} could not be read, so there is nothing to compare.', label),
        ...reasons,
      ]),
    }),
    linkButton(l10n.t('Open {0}', label), open),
  );
}
