import { pageShift, type TableSnapshot } from './slotTable.js';
import { UndoLogReader } from './undoLog.js';

/**
 * Reads a snapshot page by page, while the table goes on. Each chunk holds the occupied slots of one page as they were
 * when the snapshot was taken, without gaps; the slot's `meta` is set to 0, so that equal states give equal bytes.
 * The chunk is only valid until the next one is asked for.
 */
export function* readSnapshot(snapshot: TableSnapshot): Generator<Uint8Array, void, undefined> {
  const { layout, slotCount, slots, undoLog } = snapshot;
  const slotWords = layout.slotBytes / 4;
  const pageWords = slotWords << pageShift;
  const source = new Int32Array(slots);
  const copy = new Int32Array(pageWords);
  const log = undoLog && new UndoLogReader(undoLog, layout.slotBytes, pageShift);
  const pageCount = slotCount >> pageShift;
  for (let page = 0; page < pageCount; page++) {
    copy.set(source.subarray(page * pageWords, (page + 1) * pageWords));
    log?.undo(page, copy);
    log?.pagesRead(page + 1);
    const words = closeGaps(copy, slotWords);
    if (words > 0) yield new Uint8Array(copy.buffer, 0, words * 4);
  }
}

/** Moves the occupied slots to the front; says how many words they take. */
function closeGaps(page: Int32Array, slotWords: number): number {
  let to = 0;
  for (let from = 0; from < page.length; from += slotWords) {
    if (page[from] === 0) continue;
    if (to !== from) page.copyWithin(to, from, from + slotWords);
    page[to] = 0;
    to += slotWords;
  }
  return to;
}
