import { element, icon } from './element.js';
import type { ViewModel } from './model.js';
import { isSameRow } from './rowGround.js';
import { itemAt, itemsBetween, type GroupItem, type RowItem, type SubtaskItem } from './rowLayout.js';
import { blockedWords, type RankedRow } from './rows.js';
import { rateWords, rowRates } from './rowRates.js';
import type { Selection } from './viewState.js';

/** Rows kept beyond the visible ones, in pixels, so that scrolling meets no hole. */
const spare = 200;

/** The names beside the chart: a tree of operators and subtasks, of which only the visible part exists. */
export class NameColumn {
  readonly element = element('div', {
    className: 'names',
    attributes: {
      role: 'treegrid',
      tabindex: 0,
      'aria-label': 'Operators and subtasks, longest blocked first',
    },
  });
  private readonly operatorHead = element('span', {
    className: 'name',
    attributes: { role: 'columnheader' },
  });
  private readonly blockedHead = element('span', { attributes: { role: 'columnheader' } });
  private readonly head = element(
    'div',
    { className: 'names-head small', attributes: { role: 'row' } },
    this.operatorHead,
    this.blockedHead,
  );
  private readonly body = element('div', { attributes: { role: 'rowgroup' } });
  private painted: unknown[] = [];

  constructor(private readonly press: (row: Selection, toggle: boolean) => void) {
    this.element.append(this.head, this.body);
    this.body.addEventListener('click', (event) => {
      const target = event.target as HTMLElement;
      const row = target.closest<HTMLElement>('[data-operator]');
      if (row) this.press(selectionOf(row), target.closest('.chevron') !== null);
    });
    this.body.addEventListener('dblclick', (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('.group');
      if (row) this.press(selectionOf(row), true);
    });
  }

  render(model: ViewModel, scrollTop: number, height: number, hovered: Selection | undefined): void {
    this.renderHead(model, scrollTop);
    const { first, last } = itemsBetween(model.layout, scrollTop - spare, scrollTop + height + spare);
    const inputs = [
      model.layout,
      model.state.selection,
      model.index,
      model.state.checkpoint,
      first,
      last,
      hovered,
    ];
    if (inputs.every((input, n) => input === this.painted[n])) return;
    this.painted = inputs;
    this.element.style.height = `${model.layout.height + 24}px`;
    this.element.setAttribute('aria-rowcount', String(model.layout.items.length + 1));
    const rows: HTMLElement[] = [];
    let active = '';
    for (let n = first; n < last; n += 1) {
      const row = this.rowOf(model, model.layout.items[n]!, n);
      if (!row) continue;
      if (row.getAttribute('aria-selected') === 'true') active = row.id;
      if (hovered && isSameRow(hovered, selectionOf(row))) row.classList.add('hovered');
      rows.push(row);
    }
    this.body.replaceChildren(...rows);
    if (active) this.element.setAttribute('aria-activedescendant', active);
    else this.element.removeAttribute('aria-activedescendant');
  }

  /** The head names the operator whose own row has scrolled away. */
  private renderHead({ layout, index, state }: ViewModel, scrollTop: number): void {
    const top = itemAt(layout, scrollTop + 4);
    const under = top?.kind === 'subtask' ? index.trace.operators[top.row.operator]!.name : undefined;
    this.operatorHead.textContent = under ?? 'operator';
    this.operatorHead.classList.toggle('strong', under !== undefined);
    this.blockedHead.textContent = state.checkpoint === undefined ? 'blocked, sum' : 'blocked';
  }

  private rowOf(model: ViewModel, item: RowItem, n: number): HTMLElement | undefined {
    switch (item.kind) {
      case 'coordinator':
        return place(
          element(
            'div',
            { className: 'row coordinator', attributes: { role: 'row', 'aria-level': 1 } },
            element('span', { text: 'coordinator', attributes: { role: 'gridcell' } }),
          ),
          item,
          n,
        );
      case 'group':
        return place(groupRow(model, item), item, n);
      case 'subtask':
        return place(subtaskRow(model, item), item, n);
      case 'lens':
        return undefined;
    }
  }
}

function place(row: HTMLElement, item: RowItem, n: number): HTMLElement {
  row.style.top = `${item.top + 24}px`;
  row.style.height = `${item.height}px`;
  row.id = `row-${n}`;
  row.setAttribute('aria-rowindex', String(n + 2));
  return row;
}

function groupRow({ index, state }: ViewModel, { group, collapsed }: GroupItem): HTMLElement {
  const { name, parallelism } = index.trace.operators[group.operator]!;
  return element(
    'div',
    {
      className: 'row group',
      attributes: {
        role: 'row',
        'data-operator': group.operator,
        'aria-level': 1,
        'aria-expanded': !collapsed,
        'aria-selected': isSameRow(state.selection, { operator: group.operator }),
        title: name,
      },
    },
    element('span', { className: 'chevron' }, icon(collapsed ? 'chevron-right' : 'chevron-down')),
    element('span', { className: 'name', text: name, attributes: { role: 'gridcell' } }),
    element('span', { className: 'small times', text: `×${parallelism}` }),
    element('span', {
      className: 'value',
      text: blockedWords(index, groupNumber(group)),
      attributes: { role: 'gridcell' },
    }),
  );
}

/** Of a group its worst subtask's, but for what only some did not report. */
export function groupNumber({ blocked, atMost, rows }: GroupItem['group']): Omit<RankedRow, 'row'> {
  const { report } = rows[0]!;
  return { blocked, atMost, ...(rows.every((one) => one.report === report) ? { report } : {}) };
}

function subtaskRow({ index, state, density }: ViewModel, item: SubtaskItem): HTMLElement {
  const { row } = item;
  const { name, parallelism } = index.trace.operators[row.operator]!;
  const label = `(${row.subtask + 1}/${parallelism})`;
  const made = element(
    'div',
    {
      className: `row subtask ${density}${row.records ? '' : ' quiet'}`,
      attributes: {
        role: 'row',
        'data-operator': row.operator,
        'data-subtask': row.subtask,
        'aria-level': 2,
        'aria-selected': isSameRow(state.selection, row),
        title: `${name} ${label}`,
      },
    },
    element('span', { className: 'name', text: label, attributes: { role: 'gridcell' } }),
    element('span', {
      className: 'value',
      text: blockedWords(index, item),
      attributes: { role: 'gridcell' },
    }),
  );
  if (density === 'normal' && row.records && state.checkpoint !== undefined) {
    const { rates, unit, share } = rateWords(rowRates(index, row, state.checkpoint));
    made.append(
      element(
        'span',
        {
          className: 'small name',
          text: rates,
          attributes: { role: 'gridcell', title: 'records per second before the checkpoint → during it' },
        },
        ...unitParts(unit),
      ),
      element('span', { className: 'small value', text: share, attributes: { role: 'gridcell' } }),
    );
  }
  return made;
}

/** `M records/s`; a narrow column leaves out the word. */
function unitParts(unit: string): (Node | string)[] {
  const [prefix, per] = ` ${unit}`.split(' records');
  return per === undefined ? [] : [prefix!, element('span', { className: 'word', text: ' records' }), per];
}

function selectionOf(row: HTMLElement): Selection {
  const { operator, subtask } = row.dataset;
  return { operator: Number(operator), ...(subtask !== undefined && { subtask: Number(subtask) }) };
}
