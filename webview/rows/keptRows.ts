import { isRecord, listOf, oneOf, readText, type Reader } from '../kept/readKept.js';
import type { RowKey } from './rowKeys.js';
import { densities, freshRows, groupings, rowOrders, type RowSettings } from './rowSettings.js';

/** More than this of one kind is kept for no job: what is kept must stay small. */
const mostKept = 200;
const longestKept = 240;

/** Reads each part of the settings again. Undefined is what no version of the page has written. */
export const rowReaders: { readonly [Name in keyof RowSettings]-?: Reader<RowSettings[Name]> } = {
  order: oneOf(rowOrders),
  grouping: oneOf(groupings),
  density: oneOf(densities),
  filter: readShortText,
  collapsed: readKeys,
  unfolded: readKeys,
  pinned: readKeys,
  hiddenRows: readKeys,
};

/** The settings in what was kept, as far as they can be read. */
export function readRowSettings(kept: unknown): Partial<RowSettings> {
  if (!isRecord(kept)) return {};
  const read = Object.entries(rowReaders).map(([name, reader]) => [name, reader(kept[name])] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/** The part of a state that is kept for the job, no more than a reader takes. */
export function rowSettingsOf(state: RowSettings): RowSettings {
  return { ...freshRows, ...readRowSettings(state) };
}

function readShortText(value: unknown): string | undefined {
  return readText(value)?.slice(0, longestKept);
}

/** The last ones: they are the newest. */
function readKeys(value: unknown): RowKey[] | undefined {
  const keys = listOf(readText)(value);
  return keys?.filter((key) => key.length <= longestKept).slice(-mostKept);
}
