import type { RowKey } from './rowKeys.js';

/** What rows are sorted by; `topology` is from source to sink. */
export const rowOrders = [
  'blocked',
  'name',
  'topology',
  'lockHold',
  'upload',
  'lastBarrier',
  'endToEnd',
] as const;
export type RowOrder = (typeof rowOrders)[number];

export const groupings = ['operator', 'taskManager', 'none'] as const;
export type Grouping = (typeof groupings)[number];

export const densities = ['normal', 'compact', 'dense'] as const;
export type Density = (typeof densities)[number];

/** How a person arranged the rows. It is kept for each job and so names rows by {@link RowKey}, never by position. */
export interface RowSettings {
  readonly order: RowOrder;
  readonly grouping: Grouping;
  /** As typed. */
  readonly filter: string;
  /** Absent: as suits the number of rows. */
  readonly density?: Density | undefined;
  /** Groups that show their head only. */
  readonly collapsed: readonly RowKey[];
  /** Large groups that show all their subtasks. */
  readonly unfolded: readonly RowKey[];
  /** Subtasks and groups that stand on top, in the order in which they were pinned. */
  readonly pinned: readonly RowKey[];
  /** Subtasks, operators and TaskManagers that are not shown. */
  readonly hiddenRows: readonly RowKey[];
}

export const freshRows: RowSettings = {
  order: 'blocked',
  grouping: 'operator',
  filter: '',
  collapsed: [],
  unfolded: [],
  pinned: [],
  hiddenRows: [],
};
