import { element, linkButton } from '../element.js';

/** Which column of a table sorts its rows. */
export interface Sort {
  readonly column: number;
  readonly descending: boolean;
}

export interface HeadColumn {
  readonly title: string;
  readonly isNumber?: boolean;
  /** In a narrow window there is no room for it. */
  readonly isWide?: boolean;
}

/**
 * The head of a table whose columns sort it. A press on one sorts by it, the largest first; one more turns the order round.
 * `change` makes the table anew, and its head then has the keyboard where the old one had it.
 */
export function sortableHead(
  columns: readonly HeadColumn[],
  sort: Sort,
  change: (sort: Sort) => void,
): HTMLTableSectionElement {
  const row = element('tr');
  columns.forEach(({ title, isNumber, isWide }, column) => {
    const isSorted = sort.column === column;
    const arrow = isSorted ? [icon(sort.descending ? '↓' : '↑')] : [];
    const button = linkButton(
      title,
      () => change({ column, descending: isSorted ? !sort.descending : true }),
      'sort',
    );
    button.append(...arrow);
    const order = isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none';
    const attributes = { scope: 'col', 'aria-sort': order };
    const className = [isNumber && 'number', isWide && 'wide-only'].filter(Boolean).join(' ');
    row.append(element('th', { className, attributes }, button));
  });
  return element('thead', {}, row);
}

/** Gives the keyboard back to the column that was pressed. */
export function focusSorted(table: HTMLElement): void {
  table.querySelector<HTMLElement>('th:is([aria-sort=ascending], [aria-sort=descending]) button')?.focus();
}

function icon(sign: string): HTMLElement {
  return element('span', { text: ` ${sign}`, attributes: { 'aria-hidden': true } });
}
