import * as l10n from '@vscode/l10n';
import { formatCount } from '../../src/analysis/quantities.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import { element, linkButton } from '../element.js';
import { createButton } from '../ui/controls.js';
import type { Compared } from './compared.js';
import { swapped, withChosen, withSide, type ComparisonState } from './comparisonState.js';
import type { DrawnSide } from './lanes.js';
import { sideMark } from './sideMark.js';
import { longestCheckpoint, SideStrip, stripModel } from './sideStrip.js';

export interface SidesWishes {
  readonly change: (make: (state: ComparisonState) => ComparisonState) => void;
  /** Opens the trace of a side, at a checkpoint where one is named. */
  readonly open: (place: number, checkpoint?: CheckpointIndex) => void;
}

function titleOf({ name }: DrawnSide): string {
  if (name === undefined) return l10n.t('Also');
  return name === 'before' ? l10n.t('Before') : l10n.t('After');
}

function drawnLabel({ name, label }: DrawnSide): string {
  if (name === undefined) return l10n.t('Checkpoint that is drawn of {0}', label);
  return name === 'before'
    ? l10n.t('Checkpoint that is drawn of before')
    : l10n.t('Checkpoint that is drawn of after');
}

/** What is compared with what, which of its checkpoints, and which checkpoint of each is drawn. */
export class SidesBar {
  readonly element = element('div', { className: 'sides' });

  /** Draws the same again, in another width. */
  private again: (() => void) | undefined;
  private width = 0;
  private rendered: readonly unknown[] = [];
  /** They stay, since one may be in use while the others change. */
  private readonly strips = new Map<number, SideStrip>();

  constructor(private readonly wishes: SidesWishes) {}

  resized(): void {
    if (this.element.clientWidth !== this.width) this.again?.();
  }

  render(compared: Compared, state: ComparisonState, drawn: readonly DrawnSide[]): void {
    this.again = () => this.render(compared, state, drawn);
    this.width = this.element.clientWidth;
    // A filter is typed letter by letter.
    const inputs = [compared, state.chosen, state.drawn, this.width];
    if (inputs.every((input, n) => input === this.rendered[n])) return;
    this.rendered = inputs;
    const focused = this.element.contains(document.activeElement) ? document.activeElement?.id : undefined;
    const swap = createButton({
      label: l10n.t('Swap before and after'),
      icon: 'arrow-swap',
      iconOnly: true,
      title: l10n.t('Swap before and after (X)'),
      onClick: () => this.wishes.change(swapped),
    });
    swap.id = 'swap';
    const columns = [drawn[0]!, drawn.at(-1)!, ...drawn.slice(1, -1)].map((side) =>
      this.column(side, state, compared),
    );
    this.element.replaceChildren(columns[0]!, swap, ...columns.slice(1));
    const longest = Math.max(...drawn.map(({ side }) => longestCheckpoint(side.trace)));
    for (const side of drawn) this.strips.get(side.place)?.render(stripModel(side, state, longest));
    if (focused) document.getElementById(focused)?.focus();
  }

  private column(side: DrawnSide, state: ComparisonState, compared: Compared): HTMLElement {
    // One of a single checkpoint would show nothing that the list does not.
    const hasStrip = side.side.trace.checkpoints.length > 1;
    return element(
      'div',
      { className: 'side-column' },
      this.head(side, state, compared),
      ...(hasStrip ? [this.strip(side).element] : []),
    );
  }

  private head(side: DrawnSide, state: ComparisonState, { sides }: Compared): HTMLElement {
    const { place, name, label, checkpoint } = side;
    const { trace, checkpoints } = side.side;
    const what =
      sides.length > 2 && name !== undefined
        ? select(
            `side-${name}`,
            titleOf(side),
            [...sides]
              .sort((a, b) => a.place - b.place)
              .map((one) => ({ text: one.label, value: one.place })),
            place,
            (chosen) => this.wishes.change((now) => withSide(now, name, chosen)),
          )
        : linkButton(label, () => this.wishes.open(place));
    what.title = label;
    const choices = trace.checkpoints.map(({ id }) => ({ text: `#${id}`, value: id }));
    const isChosen = state.chosen[place] !== undefined;
    const counted = isChosen
      ? l10n.t('{count} of {all} checkpoints', {
          ...{ count: formatCount(checkpoints.length), all: formatCount(trace.checkpoints.length) },
        })
      : countWords(checkpoints.length);
    return element(
      'div',
      { className: 'compared-side' },
      sideMark(place, name),
      element('span', { className: 'strong', text: titleOf(side) }),
      what,
      element('span', { className: 'dim', text: counted }),
      ...(isChosen ? [this.allButton(place)] : []),
      ...(checkpoint === undefined
        ? []
        : [
            select(`drawn-${place}`, drawnLabel(side), choices, trace.checkpoints[checkpoint]!.id, (id) =>
              this.wishes.change((now) => ({ ...now, drawn: { ...now.drawn, [place]: id } })),
            ),
          ]),
    );
  }

  private allButton(place: number): HTMLElement {
    const all = linkButton(l10n.t('All'), () => this.wishes.change((now) => withChosen(now, place, [])));
    all.id = `all-${place}`;
    all.title = l10n.t('Compare all checkpoints of this run again');
    return all;
  }

  private strip({ place }: DrawnSide): SideStrip {
    const known = this.strips.get(place);
    if (known) return known;
    const made = new SideStrip(`strip-${place}`, {
      choose: (ids) => this.wishes.change((now) => withChosen(now, place, ids)),
      open: (checkpoint) => this.wishes.open(place, checkpoint),
    });
    this.strips.set(place, made);
    return made;
  }
}

function countWords(count: number): string {
  return count === 1 ? l10n.t('1 checkpoint') : l10n.t('{0} checkpoints', formatCount(count));
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
