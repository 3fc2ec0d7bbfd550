import { Menu } from '../menu.js';
import type { ViewModel } from '../model.js';
import type { ViewState } from '../viewState.js';
import { NoRows } from './noRows.js';
import { RowKeeper } from './rowKeeper.js';
import type { RowKey } from './rowKeys.js';
import { RowMenus, type RowMenu } from './rowMenus.js';
import { goTo } from './rowMoves.js';
import type { RowSettings } from './rowSettings.js';

export interface RowControlWishes {
  readonly model: () => ViewModel | undefined;
  readonly update: (make: (state: ViewState) => ViewState) => void;
  readonly intend: (
    intention: 'pinRow' | 'hideRow' | 'showHiddenRows' | 'clearFilter' | 'openDefinition' | 'editNote',
  ) => void;
  /** Keeps how the rows are arranged for the job. */
  readonly keep: (settings: RowSettings) => void;
  readonly focusRows: () => void;
}

/** All by which rows are arranged, but for the filter: the menus, what is said when no row is left, and what is kept. */
export class RowControls {
  private readonly menu = new Menu();
  private readonly noRows: NoRows;
  private readonly menus: RowMenus;
  private readonly keeper: RowKeeper;

  constructor(wishes: RowControlWishes) {
    const { model, update, intend, keep, focusRows } = wishes;
    this.noRows = new NoRows(intend);
    this.keeper = new RowKeeper(keep);
    this.menus = new RowMenus(this.menu, {
      model,
      change: (settings) => update((state) => ({ ...state, ...settings })),
      goTo: (item) => update((state) => (item.kind === 'more' ? state : goTo(state, item))),
      intend,
      focusRows,
    });
  }

  /** What lies over the page: the menu; and over the rows: why there are none. */
  get elements(): { readonly menu: HTMLElement; readonly noRows: HTMLElement } {
    return { menu: this.menu.element, noRows: this.noRows.element };
  }

  render(model: ViewModel): void {
    this.noRows.render(model);
  }

  /** A trace was opened in this state. */
  opened(state: RowSettings): void {
    this.keeper.opened(state);
  }

  changed(state: RowSettings): void {
    this.keeper.changed(state);
  }

  openMenu(menu: RowMenu, anchor: HTMLElement): void {
    this.menus.open(menu, anchor);
  }

  openRowMenu(row: RowKey | undefined, at: { readonly x: number; readonly y: number }): void {
    this.menus.row(row, at);
  }
}

/** Whether an intention is to open a menu of the control bar. */
export function isRowMenu(intention: string): intention is RowMenu {
  return intention === 'sortRows' || intention === 'groupRows' || intention === 'setRowHeight';
}
