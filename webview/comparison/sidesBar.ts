import * as l10n from '@vscode/l10n';
import { formatCount } from '../../src/analysis/quantities.js';
import type { ComparedSide } from '../../src/protocol.js';
import { element, linkButton } from '../element.js';
import { createButton } from '../ui/controls.js';
import type { Compared, ComparisonState } from './comparisonState.js';
import { sideNames, type ShownCheckpoints, type SideName } from './lanes.js';
import { longestCheckpoint, sideStrip } from './sideStrip.js';

export interface SidesWishes {
  readonly change: (change: Partial<ComparisonState>) => void;
  /** Opens the trace of a side. */
  readonly open: (side: SideName) => void;
}

function titleOf(side: SideName): string {
  return side === 'before' ? l10n.t('Before') : l10n.t('After');
}

function drawnLabel(side: SideName): string {
  return side === 'before'
    ? l10n.t('Checkpoint that is drawn of before')
    : l10n.t('Checkpoint that is drawn of after');
}

/** What is compared with what, and which checkpoint of each is drawn. */
export class SidesBar {
  readonly element = element('div', { className: 'sides' });

  /** Draws the same again, in another width. */
  private again: (() => void) | undefined;
  private width = 0;

  constructor(private readonly wishes: SidesWishes) {}

  resized(): void {
    if (this.element.clientWidth !== this.width) this.again?.();
  }

  render(
    compared: Compared,
    state: ComparisonState,
    shown: ShownCheckpoints,
    sides: readonly ComparedSide[],
  ): void {
    this.again = () => this.render(compared, state, shown, sides);
    this.width = this.element.clientWidth;
    const focused = this.element.contains(document.activeElement) ? document.activeElement?.id : undefined;
    const swap = createButton({
      label: l10n.t('Swap before and after'),
      icon: 'arrow-swap',
      iconOnly: true,
      onClick: () => this.wishes.change(swapped(state)),
    });
    swap.id = 'swap';
    const [before, after] = sideNames.map((name) =>
      element(
        'div',
        { className: 'side-column' },
        this.side(name, compared, state, shown, sides),
        this.strip(name, compared, shown),
      ),
    );
    this.element.replaceChildren(before!, swap, after!);
    if (focused) document.getElementById(focused)?.focus();
  }

  private side(
    name: SideName,
    compared: Compared,
    state: ComparisonState,
    shown: ShownCheckpoints,
    sides: readonly ComparedSide[],
  ): HTMLElement {
    const { trace, checkpoints } = compared.comparison[name];
    const { label } = compared[name];
    const what =
      sides.length > 2
        ? select(
            `side-${name}`,
            titleOf(name),
            sides.map((side, place) => ({ text: side.label, value: place })),
            state[name],
            (place) => this.wishes.change({ [name]: place, drawn: {} }),
          )
        : linkButton(label, () => this.wishes.open(name));
    what.title = label;
    const drawn = shown[name];
    const choices = trace.checkpoints.map(({ id }) => ({ text: `#${id}`, value: id }));
    return element(
      'div',
      { className: `compared-side ${name}` },
      element('span', { className: 'side-mark', attributes: { 'aria-hidden': true } }),
      element('span', { className: 'strong', text: titleOf(name) }),
      what,
      element('span', { className: 'dim', text: countWords(checkpoints.length) }),
      ...(drawn === undefined
        ? []
        : [
            select(`drawn-${name}`, drawnLabel(name), choices, trace.checkpoints[drawn]!.id, (id) =>
              this.wishes.change({ drawn: { ...drawnNow(compared, shown), [name]: id } }),
            ),
          ]),
    );
  }

  /** All checkpoints of a side; one of a single checkpoint shows nothing that the list does not. */
  private strip(name: SideName, compared: Compared, shown: ShownCheckpoints): HTMLElement | string {
    const { trace } = compared.comparison[name];
    if (trace.checkpoints.length < 2) return '';
    return sideStrip({
      trace,
      drawn: shown[name],
      longest: Math.max(...sideNames.map((side) => longestCheckpoint(compared.comparison[side].trace))),
      width: stripWidth(this.width),
      choose: (checkpoint) =>
        this.wishes.change({
          drawn: { ...drawnNow(compared, shown), [name]: trace.checkpoints[checkpoint]!.id },
        }),
    });
  }
}

/** Side by side where there is room for two; as `.side-column` has it. */
function stripWidth(bar: number): number {
  const beside = (bar - 100) / 2;
  return Math.max(160, beside >= 300 ? beside : bar - 32);
}

function countWords(count: number): string {
  return count === 1 ? l10n.t('1 checkpoint') : l10n.t('{0} checkpoints', formatCount(count));
}

/** Both, so that choosing one lets the other be as it is. */
function drawnNow({ comparison }: Compared, shown: ShownCheckpoints): ComparisonState['drawn'] {
  const idOf = (name: SideName) => {
    const index = shown[name];
    return index === undefined ? {} : { [name]: comparison[name].trace.checkpoints[index]!.id };
  };
  return { ...idOf('before'), ...idOf('after') };
}

function swapped({ before, after, drawn }: ComparisonState): Partial<ComparisonState> {
  return {
    before: after,
    after: before,
    drawn: {
      ...(drawn?.after !== undefined && { before: drawn.after }),
      ...(drawn?.before !== undefined && { after: drawn.before }),
    },
  };
}

/** The browser's own list, which is right for keyboards and screen readers. */
function select(
  id: string,
  label: string,
  choices: readonly { readonly text: string; readonly value: number }[],
  chosen: number,
  change: (value: number) => void,
): HTMLSelectElement {
  const list = element('select', { attributes: { 'aria-label': label, id } });
  for (const { text, value } of choices) list.append(element('option', { text, attributes: { value } }));
  list.value = String(chosen);
  list.addEventListener('change', () => change(Number(list.value)));
  return list;
}
