import * as l10n from '@vscode/l10n';
import { listed, oneAfterTheOther } from '../../src/analysis/phrases.js';
import { verdictText } from '../../src/analysis/verdict.js';
import type { ComparedSide, FromComparison, SpanPlace, ToComparison } from '../../src/protocol.js';
import { unpackTrace } from '../../src/trace/transfer.js';
import { element, linkButton } from '../element.js';
import {
  comparedSides,
  restoredState,
  shownCheckpoints,
  type Compared,
  type ComparisonState,
  type ReadSide,
} from './comparisonState.js';
import { ComparisonVerdictBar } from './comparisonVerdictBar.js';
import { DifferenceTable } from './differenceTable.js';
import { SeveralTable } from './severalTable.js';
import type { SideName } from './lanes.js';
import { LaneView } from './laneView.js';
import { SidesBar } from './sidesBar.js';

export interface ComparisonHost {
  postMessage(message: FromComparison): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** The page of a comparison: the sentence, what is compared, the bars of two checkpoints on one axis, and all differences. */
export class ComparisonApp {
  private readonly notice = element('div');
  private readonly live = element('div', { className: 'spoken', attributes: { 'aria-live': 'polite' } });
  private readonly verdict: ComparisonVerdictBar;
  private readonly bar: SidesBar;
  private readonly lanes: LaneView;
  private readonly table: DifferenceTable;
  private readonly several: SeveralTable;
  private readonly view: HTMLElement;
  private sides: readonly ComparedSide[] = [];
  private read: readonly (ReadSide | undefined)[] = [];
  private state: ComparisonState | undefined;
  private compared: Compared | undefined;
  private spoken = '';

  constructor(
    root: HTMLElement,
    private readonly host: ComparisonHost,
  ) {
    const open = (side: SideName, place?: SpanPlace): void => this.open(side, place);
    this.verdict = new ComparisonVerdictBar(open, () => this.copyVerdict());
    this.bar = new SidesBar({ change: (change) => this.update(change), open });
    this.lanes = new LaneView(open);
    this.table = new DifferenceTable({
      open,
      toggleAll: () => this.update({ allNumbers: this.state?.allNumbers !== true }),
      copy: (text) => this.host.postMessage({ type: 'copy', text }),
    });
    this.several = new SeveralTable((side, place) => this.host.postMessage({ type: 'open', side, place }));
    const numbers = element('div', { className: 'numbers' }, this.several.element, this.table.element);
    const body = element('div', { className: 'comparison-body' }, this.lanes.element, numbers);
    this.view = element('main', { className: 'view' }, this.verdict.element, this.bar.element, body);
    root.append(element('div', { className: 'page' }, this.notice, this.view, this.live));
    this.view.hidden = true;
    new ResizeObserver(() => this.lanes.resized()).observe(this.lanes.element);
    new ResizeObserver(() => this.bar.resized()).observe(this.bar.element);
  }

  receive({ sides }: ToComparison): void {
    this.read = sides.map((side) =>
      side.state.type === 'trace' ? readSide(side, side.state.trace) : undefined,
    );
    this.sides = sides;
    this.state ??= restoredState(this.host.getState(), sides.length);
    this.compareAgain();
  }

  private update(change: Partial<ComparisonState>): void {
    if (this.state === undefined) return;
    const { before, after } = this.state;
    this.state = { ...this.state, ...change };
    this.host.setState(this.state);
    if (before !== this.state.before || after !== this.state.after) this.compareAgain();
    else this.render();
  }

  private compareAgain(): void {
    const { state } = this;
    if (state === undefined) return;
    const [before, after] = [this.read[state.before], this.read[state.after]];
    this.compared = before && after && comparedSides(before, after);
    this.render();
  }

  private render(): void {
    const { compared, state } = this;
    this.view.hidden = compared === undefined;
    this.notice.replaceChildren(...(compared === undefined ? [this.waiting()] : []));
    if (compared === undefined || state === undefined) return;
    const shown = shownCheckpoints(compared, state.drawn);
    this.verdict.render(compared);
    this.bar.render(compared, state, shown, this.sides);
    this.lanes.element.hidden = state.allNumbers;
    this.several.render(this.read.every((side) => side !== undefined) ? this.read : []);
    this.table.render(compared, state.allNumbers);
    // After the table, which takes of the width what it needs.
    if (!state.allNumbers) this.lanes.render(compared, shown);
    this.say(compared.verdict.headline.map(({ text }) => text).join(''));
  }

  /** What is shown until both sides are there: which is still read, or why one cannot be. */
  private waiting(): HTMLElement {
    const missing = [this.state?.before ?? 0, this.state?.after ?? 1]
      .map((place) => this.sides[place])
      .filter((side) => side?.state.type !== 'trace');
    const unreadable = missing.find((side) => side?.state.type === 'unreadable');
    if (unreadable) return unreadableNotice(unreadable, () => this.openSide(unreadable));
    const names = listed(missing.map((side) => side?.label ?? ''));
    return element('p', { className: 'comparison-notice', text: l10n.t('Reading {0}…', names) });
  }

  private openSide(side: ComparedSide): void {
    this.host.postMessage({ type: 'open', side: this.sides.indexOf(side) });
  }

  private open(side: SideName, place?: SpanPlace): void {
    const position = this.state?.[side];
    if (position === undefined) return;
    this.host.postMessage({ type: 'open', side: position, ...(place && { place }) });
  }

  private copyVerdict(): void {
    if (this.compared) this.host.postMessage({ type: 'copy', text: verdictText(this.compared.verdict) });
  }

  private say(words: string): void {
    if (words !== this.spoken) this.live.textContent = words;
    this.spoken = words;
  }
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
