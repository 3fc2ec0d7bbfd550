import * as l10n from '@vscode/l10n';
import { placeUnder, type Menu, type MenuItem, type MenuPlace, type MenuSection } from '../menu.js';
import type { ViewModel } from '../model.js';
import type { MoreItem } from './rowLayout.js';
import { isReachable, type ReachableItem } from './rowMoves.js';
import { orderName } from './rowOrder.js';
import type { RowKey } from './rowKeys.js';
import { densities, groupings, rowOrders, type RowSettings } from './rowSettings.js';
import { densityTitle, groupingName, groupingTitle, orderTitle } from './rowTitles.js';
import { knowsTaskManagers, possibleGrouping } from './rows.js';

/** The menus of the control bar, by the intention to open them. */
export type RowMenu = 'sortRows' | 'groupRows' | 'setRowHeight';

export interface RowMenuWishes {
  readonly model: () => ViewModel | undefined;
  readonly change: (settings: Partial<RowSettings>) => void;
  /** Selects a row, so that what is chosen is done to it. */
  readonly goTo: (item: ReachableItem) => void;
  readonly intend: (
    intention: 'pinRow' | 'hideRow' | 'showHiddenRows' | 'openDefinition' | 'editNote',
  ) => void;
  /** Gives the rows the keyboard, when a menu closes that no button opened. */
  readonly focusRows: () => void;
}

/** The menus that arrange the rows. */
export class RowMenus {
  constructor(
    private readonly menu: Menu,
    private readonly wishes: RowMenuWishes,
  ) {}

  open(intention: RowMenu, anchor: HTMLElement): void {
    switch (intention) {
      case 'sortRows':
        this.sort(anchor);
        return;
      case 'groupRows':
        this.group(anchor);
        return;
      case 'setRowHeight':
        this.height(anchor);
    }
  }

  private sort(anchor: HTMLElement): void {
    const order = this.wishes.model()?.state.order;
    const items = rowOrders.map((one): MenuItem => {
      const title = orderTitle(one);
      return { label: title, checked: one === order, onClick: () => this.wishes.change({ order: one }) };
    });
    this.show(l10n.t('Sort Rows by'), [{ title: l10n.t('Sort by'), items }], placeUnder(anchor));
  }

  private group(anchor: HTMLElement): void {
    const model = this.wishes.model();
    if (!model) return;
    const now = possibleGrouping(model.index, model.state.grouping);
    const items = groupings.map((one): MenuItem => {
      const isKnown = one !== 'taskManager' || knowsTaskManagers(model.index);
      return {
        label: groupingTitle(one),
        checked: one === now,
        unavailable: isKnown ? undefined : l10n.t('This trace does not say where the subtasks ran.'),
        onClick: () => this.wishes.change({ grouping: one }),
      };
    });
    this.show(l10n.t('Group Rows by'), [{ title: l10n.t('Group by'), items }], placeUnder(anchor));
  }

  private height(anchor: HTMLElement): void {
    const density = this.wishes.model()?.density;
    const items = densities.map((one): MenuItem => {
      const label = densityTitle(one);
      return { label, checked: one === density, onClick: () => this.wishes.change({ density: one }) };
    });
    this.show(l10n.t('Row Height'), [{ title: l10n.t('Row height'), items }], placeUnder(anchor));
  }

  /** The menu of one row, by default of the one that the keyboard is on. */
  row(key: RowKey | undefined, at: { readonly x: number; readonly y: number }): void {
    const model = this.wishes.model();
    const item = model?.layout.items.filter(isReachable).find((one) => one.key === (key ?? model.currentRow));
    if (!model || !item) return;
    this.wishes.goTo(item);
    const place = { left: at.x, top: at.y, bottom: at.y };
    const sections = [{ items: this.itemsOf(model, item) }, { items: this.hiddenItems(model) }];
    const filled = sections.filter(({ items }) => items.length > 0);
    if (filled.length > 0) this.show(l10n.t('Row'), filled, place);
  }

  private itemsOf({ state, index, inEditor }: ViewModel, item: ReachableItem): MenuItem[] {
    if (item.kind === 'more') return [];
    const { intend, change } = this.wishes;
    const operator = item.kind === 'subtask' ? item.row.operator : item.group.operator;
    const { pin, unpin, hide } = rowActions(item);
    const isPinned = state.pinned.includes(item.key);
    const items: MenuItem[] = [
      { label: isPinned ? unpin : pin, key: 'P', onClick: () => intend('pinRow') },
      { label: hide, key: 'H', onClick: () => intend('hideRow') },
    ];
    if (operator === undefined) return items;
    const { name, definedAt } = index.trace.operators[operator]!;
    const filter = `op:"${name.replaceAll('"', '')}"`;
    items.push({ label: l10n.t('Show Only This Operator'), onClick: () => change({ filter }) });
    if (inEditor) items.push({ label: l10n.t('Note…'), key: 'M', onClick: () => intend('editNote') });
    if (definedAt) {
      items.push({
        label: l10n.t('Go to Definition'),
        key: 'Ctrl+Enter',
        onClick: () => intend('openDefinition'),
      });
    }
    return items;
  }

  private hiddenItems({ rows }: ViewModel): MenuItem[] {
    if (rows.hidden === 0) return [];
    const label = l10n.t('Show {0} Hidden', rows.hidden);
    return [{ label, onClick: () => this.wishes.intend('showHiddenRows') }];
  }

  private show(title: string, sections: readonly MenuSection[], place: MenuPlace): void {
    this.menu.show(title, sections, place, this.wishes.focusRows);
  }
}

/** What the buttons of the menus say. */
export function menuWords({ state, index }: ViewModel): { readonly sort: string; readonly group: string } {
  const grouping = possibleGrouping(index, state.grouping);
  return {
    sort: l10n.t('Sort: {0}', orderName(state.order)),
    group: l10n.t('Group: {0}', groupingName(grouping)),
  };
}

/** What can be done to a row, by what it stands for. */
function rowActions(item: Exclude<ReachableItem, MoreItem>): {
  readonly pin: string;
  readonly unpin: string;
  readonly hide: string;
} {
  if (item.kind === 'subtask') {
    return {
      pin: l10n.t('Pin Subtask to the Top'),
      unpin: l10n.t('Unpin Subtask'),
      hide: l10n.t('Hide Subtask'),
    };
  }
  return item.group.kind === 'operator'
    ? {
        pin: l10n.t('Pin Operator to the Top'),
        unpin: l10n.t('Unpin Operator'),
        hide: l10n.t('Hide Operator'),
      }
    : {
        pin: l10n.t('Pin TaskManager to the Top'),
        unpin: l10n.t('Unpin TaskManager'),
        hide: l10n.t('Hide TaskManager'),
      };
}
