import * as l10n from '@vscode/l10n';
import { element, linkButton } from '../element.js';
import type { ViewModel } from '../model.js';
import { itemAt, type RowItem } from '../rows/rowLayout.js';
import { groupingHead } from '../rows/groupNames.js';
import { nameRow } from '../rows/nameRows.js';
import type { RowKey } from '../rows/rowKeys.js';
import { seenItems, type SeenRows } from '../rows/seenRows.js';
import { columnName, orderName } from '../rows/rowOrder.js';

/** Rows kept beyond the visible ones, in pixels, so that scrolling meets no hole. */
const spare = 200;

export interface NameWishes {
  /** A row was pressed; `toggle` where that was to open or close it. */
  readonly press: (row: RowKey, toggle: boolean) => void;
  /** A row's menu is wanted at a place of the page; without a row that of the one the keyboard is on. */
  readonly menu: (row: RowKey | undefined, at: { readonly x: number; readonly y: number }) => void;
  /** The head of the column of numbers was pressed. */
  readonly sort: (head: HTMLElement) => void;
}

/** The names beside the chart: a tree of groups and subtasks, of which only the visible part exists. */
export class NameColumn {
  readonly element = element('div', { className: 'names', attributes: { role: 'treegrid', tabindex: 0 } });
  private readonly groupHead = element('span', { className: 'name', attributes: { role: 'columnheader' } });
  private readonly numberHead = element('span', { attributes: { role: 'columnheader' } });
  private readonly sortButton: HTMLButtonElement;
  /** Rows that stand still while the others scroll under them. */
  private readonly frozen = element('div', { className: 'frozen', attributes: { role: 'rowgroup' } });
  private readonly body = element('div', { attributes: { role: 'rowgroup' } });
  private painted: unknown[] = [];

  constructor(private readonly wishes: NameWishes) {
    this.sortButton = linkButton('', () => this.wishes.sort(this.sortButton), 'sort-head');
    this.sortButton.setAttribute('aria-haspopup', 'menu');
    // The same menu is a button of the control bar: one stop for the Tab key is enough.
    this.sortButton.tabIndex = -1;
    this.numberHead.append(this.sortButton);
    const head = element(
      'div',
      { className: 'names-head small', attributes: { role: 'row' } },
      this.groupHead,
      this.numberHead,
    );
    this.element.append(head, this.frozen, this.body);
    this.element.addEventListener('click', (event) => {
      const target = event.target as HTMLElement;
      const row = keyAt(target);
      if (row !== undefined) this.wishes.press(row, target.closest('.chevron, .more') !== null);
    });
    this.element.addEventListener('dblclick', (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('.group');
      if (row) this.wishes.press(keyAt(row)!, true);
    });
    this.element.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      const row = keyAt(event.target as HTMLElement);
      this.wishes.menu(row, { x: event.clientX, y: event.clientY });
    });
  }

  render(model: ViewModel, seen: SeenRows, hovered: RowKey | undefined): void {
    this.renderHead(model, seen);
    const { frozen, scrolled } = seenItems(seen, spare);
    const { layout, currentRow, index, state } = model;
    const ends = [scrolled[0], scrolled.at(-1), frozen.length, seen.head?.item, seen.head?.top];
    const inputs = [layout, currentRow, index, state.checkpoint, state.pinned, hovered, ...ends];
    if (inputs.every((input, n) => input === this.painted[n])) return;
    this.painted = inputs;
    this.element.style.height = `${layout.height + 24}px`;
    this.element.setAttribute('aria-rowcount', String(layout.items.length + 1));
    this.renderFrozen(model, seen, frozen, hovered);
    this.body.replaceChildren(...rowsOf(model, scrolled, hovered, (item) => item.top + 24));
    const active = this.element.querySelector('[aria-selected=true]');
    if (active) this.element.setAttribute('aria-activedescendant', active.id);
    else this.element.removeAttribute('aria-activedescendant');
  }

  /** The head of a group goes under the edge of the frozen rows, as it is pushed out by the next. */
  private renderFrozen(
    model: ViewModel,
    { frozen: height, head, top }: SeenRows,
    items: readonly RowItem[],
    hovered: RowKey | undefined,
  ): void {
    this.frozen.hidden = height === 0;
    this.frozen.style.height = `${height}px`;
    this.frozen.style.setProperty('--stuck', `${top - height}px`);
    const stuck = head ? rowsOf(model, [head.item], hovered, () => head.top) : [];
    for (const row of stuck) {
      row.classList.add('stuck');
      row.style.clipPath = `inset(${height - head!.top}px 0 0)`;
    }
    this.frozen.replaceChildren(...rowsOf(model, items, hovered, ({ top }) => top), ...stuck);
  }

  /** The head names the operator whose own row has scrolled away, and the number that rows are sorted by. */
  private renderHead({ layout, index, state }: ViewModel, { scrollTop, frozen }: SeenRows): void {
    const top = frozen === 0 ? itemAt(layout, scrollTop + 4) : undefined;
    const isUnderOperator = top?.kind === 'subtask' && top.group.kind === 'operator';
    const under = isUnderOperator ? index.trace.operators[top.row.operator]!.name : undefined;
    this.groupHead.textContent = under ?? groupingHead(state.grouping);
    this.groupHead.classList.toggle('strong', under !== undefined);
    const column = columnName(state.order, state.checkpoint !== undefined);
    if (this.sortButton.textContent !== column) this.sortButton.textContent = column;
    const order = orderName(state.order);
    this.sortButton.title = l10n.t('Sorted by {0}. Press to sort by something else.', order);
    this.element.setAttribute('aria-label', l10n.t('Operators and subtasks, sorted by {0}', order));
  }
}

function keyAt(target: HTMLElement): RowKey | undefined {
  return target.closest<HTMLElement>('[data-row]')?.dataset['row'];
}

function rowsOf(
  model: ViewModel,
  items: readonly RowItem[],
  hovered: RowKey | undefined,
  topIn: (item: RowItem) => number,
): HTMLElement[] {
  return items.flatMap((item) => {
    const row = nameRow(model, item);
    if (!row) return [];
    const n = model.layout.items.indexOf(item);
    row.style.top = `${topIn(item)}px`;
    row.style.height = `${item.height}px`;
    row.id = `row-${n}`;
    row.setAttribute('aria-rowindex', String(n + 2));
    row.classList.toggle('hovered', hovered !== undefined && hovered === item.key);
    return [row];
  });
}
