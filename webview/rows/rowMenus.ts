import { placeUnder, type Menu, type MenuItem, type MenuPlace, type MenuSection } from '../menu.js';
import type { ViewModel } from '../model.js';
import { isReachable, type ReachableItem } from './rowMoves.js';
import { orderNames } from './rowOrder.js';
import type { RowKey } from './rowKeys.js';
import {
  densities,
  groupings,
  rowOrders,
  type Density,
  type Grouping,
  type RowSettings,
} from './rowSettings.js';
import { knowsTaskManagers, possibleGrouping } from '../rows.js';

/** The menus of the control bar, by the intention to open them. */
export type RowMenu = 'sortRows' | 'groupRows' | 'setRowHeight';

export interface RowMenuWishes {
  readonly model: () => ViewModel | undefined;
  readonly change: (settings: Partial<RowSettings>) => void;
  /** Selects a row, so that what is chosen is done to it. */
  readonly goTo: (item: ReachableItem) => void;
  readonly intend: (intention: 'pinRow' | 'hideRow' | 'showHiddenRows' | 'openDefinition') => void;
  /** Gives the rows the keyboard, when a menu closes that no button opened. */
  readonly focusRows: () => void;
}

const orderTitles: Readonly<Record<(typeof rowOrders)[number], string>> = {
  blocked: 'Blocked Time',
  name: 'Name',
  topology: 'Source to Sink',
  lockHold: 'Longest Lock Hold',
  upload: 'Longest Upload',
  lastBarrier: 'Latest Barrier',
  endToEnd: 'End to End',
};

const groupingTitles: Readonly<Record<Grouping, string>> = {
  operator: 'Operator',
  taskManager: 'TaskManager',
  none: 'None: One List of Subtasks',
};

export const groupingNames: Readonly<Record<Grouping, string>> = {
  operator: 'operator',
  taskManager: 'TaskManager',
  none: 'none',
};

const densityTitles: Readonly<Record<Density, string>> = {
  normal: 'Normal',
  compact: 'Compact',
  dense: 'Dense: Every Subtask, Without Names',
};

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
      const title = orderTitles[one];
      return { label: title, checked: one === order, onClick: () => this.wishes.change({ order: one }) };
    });
    this.show('Sort Rows by', [{ title: 'Sort by', items }], placeUnder(anchor));
  }

  private group(anchor: HTMLElement): void {
    const model = this.wishes.model();
    if (!model) return;
    const now = possibleGrouping(model.index, model.state.grouping);
    const items = groupings.map((one): MenuItem => {
      const isKnown = one !== 'taskManager' || knowsTaskManagers(model.index);
      return {
        label: groupingTitles[one],
        checked: one === now,
        unavailable: isKnown ? undefined : 'This trace does not say where the subtasks ran.',
        onClick: () => this.wishes.change({ grouping: one }),
      };
    });
    this.show('Group Rows by', [{ title: 'Group by', items }], placeUnder(anchor));
  }

  private height(anchor: HTMLElement): void {
    const density = this.wishes.model()?.density;
    const items = densities.map((one): MenuItem => {
      const label = densityTitles[one];
      return { label, checked: one === density, onClick: () => this.wishes.change({ density: one }) };
    });
    this.show('Row Height', [{ title: 'Row height', items }], placeUnder(anchor));
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
    if (filled.length > 0) this.show('Row', filled, place);
  }

  private itemsOf({ state, index }: ViewModel, item: ReachableItem): MenuItem[] {
    if (item.kind === 'more') return [];
    const { intend, change } = this.wishes;
    const operator = item.kind === 'subtask' ? item.row.operator : item.group.operator;
    const thing =
      item.kind === 'subtask' ? 'Subtask' : item.group.kind === 'operator' ? 'Operator' : 'TaskManager';
    const isPinned = state.pinned.includes(item.key);
    const items: MenuItem[] = [
      {
        label: isPinned ? `Unpin ${thing}` : `Pin ${thing} to the Top`,
        key: 'P',
        onClick: () => intend('pinRow'),
      },
      { label: `Hide ${thing}`, key: 'H', onClick: () => intend('hideRow') },
    ];
    if (operator === undefined) return items;
    const { name, definedAt } = index.trace.operators[operator]!;
    const filter = `op:"${name.replaceAll('"', '')}"`;
    items.push({ label: 'Show Only This Operator', onClick: () => change({ filter }) });
    if (definedAt) {
      items.push({ label: 'Go to Definition', key: 'Ctrl+Enter', onClick: () => intend('openDefinition') });
    }
    return items;
  }

  private hiddenItems({ rows }: ViewModel): MenuItem[] {
    if (rows.hidden === 0) return [];
    const label = `Show ${rows.hidden} Hidden`;
    return [{ label, onClick: () => this.wishes.intend('showHiddenRows') }];
  }

  private show(title: string, sections: readonly MenuSection[], place: MenuPlace): void {
    this.menu.show(title, sections, place, this.wishes.focusRows);
  }
}

/** What the buttons of the menus say. */
export function menuWords({ state, index }: ViewModel): { readonly sort: string; readonly group: string } {
  const grouping = possibleGrouping(index, state.grouping);
  return { sort: `Sort: ${orderNames[state.order]}`, group: `Group: ${groupingNames[grouping]}` };
}
