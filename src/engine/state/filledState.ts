import { defaultCut, pageStart, segmentOf, type FilledSegment } from './memoryPool.js';
import { slotsOfPage, type SlotLayout } from './slotLayout.js';
import type { StateFile, StateFileHeader } from './stateFile.js';

/** A table's pages with the keys of a state file in their slots. */
export interface FilledTable {
  readonly layout: SlotLayout;
  /** As in PageDirectory. */
  readonly pages: Int32Array;
  /** Each page, and how many keys it has. */
  readonly counts: readonly (readonly [page: number, keys: number])[];
}

/**
 * The content of a state file as tables in memory have it: a state with the same declarations takes them as its own. Goes
 * from thread to thread without a copy.
 */
export interface FilledState {
  readonly header: StateFileHeader;
  readonly segments: readonly FilledSegment[];
  readonly tables: readonly FilledTable[];
}

/** Bytes of the pages that the tables of a file were in. */
export function pageBytesOf({ pageBytes = defaultCut.pageBytes }: StateFileHeader): number {
  return pageBytes;
}

/** What a restore has of a file: the tables that it has filled, or the bytes. */
export type RestoredFile = FilledState | Uint8Array<ArrayBuffer>;

/** A state file taken apart, for a state that cannot take its tables over. Several may read it at once. */
export function readFilled({ header, segments, tables }: FilledState): StateFile {
  const memory = segments.map(({ buffer }) => new Int32Array(buffer));
  return {
    header,
    chunks: function* () {
      for (const [table, { layout, counts }] of tables.entries()) {
        const pageInts = slotsOfPage(layout) * layout.words * 2;
        for (const [page] of counts) {
          const start = pageStart(page, layout.pageBytes);
          const slots = memory[segmentOf(page)]!.subarray(start, start + pageInts);
          yield { table, hasGaps: true, slots, values: noValues };
        }
      }
    },
  };
}

const noValues = new Int32Array(0);
