import * as l10n from '@vscode/l10n';
import { element, icon } from '../element.js';
import type { ViewModel } from '../model.js';
import type { GroupItem, MoreItem, RowItem, SubtaskItem } from './rowLayout.js';
import { rateWords, rowRates } from './rowRates.js';
import { groupSize, groupTitle } from './groupNames.js';
import { groupWords, rowWords } from './rowOrder.js';

/** The row of an item in the name column. */
export function nameRow(model: ViewModel, item: RowItem): HTMLElement | undefined {
  switch (item.kind) {
    case 'coordinator':
      return element(
        'div',
        { className: 'row coordinator', attributes: { role: 'row', 'aria-level': 1 } },
        element('span', { text: l10n.t('coordinator'), attributes: { role: 'gridcell' } }),
      );
    case 'group':
      return groupRow(model, item);
    case 'subtask':
      return subtaskRow(model, item);
    case 'more':
      return moreRow(model, item);
    case 'lens':
      return undefined;
  }
}

function groupRow(model: ViewModel, { key, group, collapsed }: GroupItem): HTMLElement {
  const { index, state } = model;
  const name = groupTitle(index, group);
  return element(
    'div',
    {
      className: 'row group',
      attributes: {
        ...{ role: 'row', 'data-row': key, 'aria-level': 1, 'aria-expanded': !collapsed },
        ...{ 'aria-selected': model.currentRow === key, title: name },
      },
    },
    element('span', { className: 'chevron' }, icon(collapsed ? 'chevron-right' : 'chevron-down')),
    element('span', { className: 'name', text: name, attributes: { role: 'gridcell' } }),
    element('span', { className: 'small times', text: `×${groupSize(index, group)}` }),
    ...(group.pinned ? [pinMark()] : []),
    numberCell(groupWords(index, group.rows, state.order)),
  );
}

function subtaskRow(model: ViewModel, item: SubtaskItem): HTMLElement {
  const { index, state } = model;
  const { row, group, density } = item;
  const { name, parallelism } = index.trace.operators[row.operator]!;
  const label = `(${row.subtask + 1}/${parallelism})`;
  const isUnderHead = group.kind === 'operator';
  const className = ['row subtask', density, row.records ? '' : 'quiet', isUnderHead ? '' : 'full'];
  const made = element(
    'div',
    {
      className: className.filter((part) => part !== '').join(' '),
      attributes: {
        ...{
          role: 'row',
          'data-row': item.key,
          'aria-level': group.kind === 'pinned' || group.kind === 'all' ? 1 : 2,
        },
        ...{ 'aria-selected': model.currentRow === item.key, title: `${name} ${label}` },
      },
    },
    isUnderHead
      ? element('span', { className: 'name', text: label, attributes: { role: 'gridcell' } })
      : fullName(name, label, group.kind === 'pinned'),
    numberCell(rowWords(index, item, state.order)),
  );
  if (density === 'normal' && row.records && state.checkpoint !== undefined) {
    made.append(...rateCells(model, item, state.checkpoint));
  }
  return made;
}

/** Only the operator's name is cut where it does not fit: subtasks differ at the end. */
function fullName(name: string, label: string, isPinned: boolean): HTMLElement {
  return element(
    'span',
    { className: 'full-name', attributes: { role: 'gridcell' } },
    ...(isPinned ? [pinMark()] : []),
    element('span', { className: 'name', text: name }),
    element('span', { className: 'of', text: ` ${label}` }),
  );
}

function rateCells({ index }: ViewModel, { row }: SubtaskItem, checkpoint: number): HTMLElement[] {
  const { rates, unit, shortUnit, share } = rateWords(rowRates(index, row, checkpoint));
  return [
    element(
      'span',
      {
        className: 'small name',
        text: rates,
        attributes: {
          role: 'gridcell',
          title: l10n.t('records per second before the checkpoint → during it'),
        },
      },
      element('span', { className: 'unit', text: ` ${unit}` }),
      element('span', { className: 'short-unit', text: ` ${shortUnit}` }),
    ),
    element('span', { className: 'small value', text: share, attributes: { role: 'gridcell' } }),
  ];
}

function moreRow(model: ViewModel, { key, count }: MoreItem): HTMLElement {
  const text = moreText(count);
  return element(
    'div',
    {
      className: 'row more',
      attributes: {
        ...{ role: 'row', 'data-row': key, 'aria-level': 2, 'aria-expanded': count === 0 },
        ...{ 'aria-selected': model.currentRow === key },
      },
    },
    element('span', { className: 'link', text, attributes: { role: 'gridcell' } }),
  );
}

function numberCell(text: string): HTMLElement {
  return element('span', { className: 'value', text, attributes: { role: 'gridcell' } });
}

function pinMark(): HTMLElement {
  const mark = icon('pinned');
  mark.title = l10n.t('Pinned');
  return mark;
}

/** What the last row of a large group says: how many are not shown, or that there can be fewer. */
export function moreText(count: number): string {
  if (count === 0) return l10n.t('Show fewer');
  return count === 1 ? l10n.t('1 more subtask') : l10n.t('{0} more subtasks', count);
}
