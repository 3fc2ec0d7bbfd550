import type { GrowingInts } from './growingInts.js';
import type { PageDirectory } from './pageDirectory.js';
import type { SlotLayout } from './slotLayout.js';
import type { StateMemory } from './stateMemory.js';
import { undoLogMemory, UndoLogWriter, type UndoLogMemory } from './undoLog.js';

/** Where a snapshot's reader finds the slots that were overwritten since. */
export interface SnapshotLogs {
  /** Absent when nothing writes to the memory while it is read. */
  readonly undoLog: UndoLogMemory | undefined;
  /** Those of the earlier snapshots that were being read: a slot that both need is saved once, in the earlier one's. */
  readonly earlierLogs: readonly EarlierLog[];
}

export interface EarlierLog {
  readonly memory: UndoLogMemory;
  /** The pages of its own snapshot. */
  readonly pages: Int32Array;
  /** How many of its entries are older than the later snapshot. */
  readonly entriesBefore: number;
}

/** What another thread needs, beside the memory, to read a table as it was when the snapshot was taken. */
export interface TableSnapshot extends SnapshotLogs {
  readonly layout: SlotLayout;
  /** Keys in the table. */
  readonly keyCount: number;
  /** By the first bits of the hash; a page has one place or several side by side. */
  readonly pages: Int32Array;
  /** Slots written in a later epoch, and not saved, are not part of the snapshot. */
  readonly epoch: number;
  /** Of an increment: only what was written after this epoch, deleted keys too; else 0. */
  readonly since: number;
}

interface Snapshot {
  /** It has what was written up to this epoch. */
  readonly epoch: number;
  readonly pages: Int32Array;
  /** Of the directory. */
  readonly depth: number;
  readonly log: UndoLogWriter;
}

/** A log whose own snapshot is read. Later ones, taken before that, may still need it. */
interface IdleLog {
  readonly log: UndoLogWriter;
  readonly epoch: number;
  readonly releasedIn: number;
}

export interface TableSnapshotsParts {
  readonly memory: StateMemory;
  readonly directory: PageDirectory;
  /** By page: the epoch in which it was put to use. */
  readonly births: GrowingInts;
  readonly slotInts: number;
}

/** The snapshots of one table that are being read: what they still need of it, and the logs in which it is kept for them. */
export class TableSnapshots {
  /** The oldest first. */
  private readonly open: Snapshot[] = [];
  private idle: IdleLog[] = [];

  constructor(private readonly parts: TableSnapshotsParts) {}

  /** How many are being read. */
  get openCount(): number {
    return this.open.length;
  }

  /** Begins one of so many slots in these pages, in the present epoch; nothing is written before the epoch ends. */
  begin(slotCount: number, pages: Int32Array): SnapshotLogs {
    const { memory } = this.parts;
    const earlierLogs = this.open.map(({ log, pages: of }) => ({
      memory: log.memory,
      pages: of,
      entriesBefore: log.entryCount,
    }));
    const log = this.emptyLog(slotCount, pages.length);
    this.open.push({ epoch: memory.epoch, pages, depth: Math.log2(pages.length), log });
    return { undoLog: log.memory, earlierLogs };
  }

  /** The snapshot of this epoch is read, or given up. */
  release(epoch: number): void {
    const at = this.open.findIndex((each) => each.epoch === epoch);
    if (at < 0) return;
    const [{ log }] = this.open.splice(at, 1) as [Snapshot];
    this.idle.push({ log, epoch, releasedIn: this.parts.memory.epoch });
  }

  /**
   * Saves a slot that was last written in `writtenIn` before it is overwritten, where one of the snapshots needs it: for the
   * oldest of them, whose log the later ones read too. Says whether there was any; then `publish` comes before the write.
   */
  save(page: number, hash: number, writtenIn: number, word: number, table: Int32Array, at: number): boolean {
    const snapshot = this.neededBy(page, hash, writtenIn);
    if (snapshot === undefined) return false;
    snapshot.log.save(this.placeIn(snapshot, page, hash), word, table, at);
    return true;
  }

  /** Returns only when the snapshots' readers see what was saved before they see any later change of it. */
  publish(): void {
    for (let i = 0; i < this.open.length; i++) this.open[i]!.log.publish();
  }

  /** The epoch of the oldest snapshot that still needs the page; of the snapshots from this epoch on. */
  pageNeededBy(page: number, hash: number): number | undefined {
    return this.neededBy(page, hash, 0)?.epoch;
  }

  /**
   * The epoch of the oldest snapshot that may still need a value of a block written in `writtenIn`, to which a slot of this page
   * refers. A page that is newer than a snapshot may have values that came from one that the snapshot has.
   */
  valueNeededBy(page: number, hash: number, writtenIn: number): number | undefined {
    const { memory, births } = this.parts;
    const birth = births.at(page);
    for (const epoch of memory.openSnapshots) {
      if (epoch < writtenIn) continue;
      const snapshot = epoch < birth ? undefined : this.open.find((each) => each.epoch === epoch);
      if (snapshot === undefined || !this.isRead(snapshot, page, hash)) return epoch;
    }
    return undefined;
  }

  private neededBy(page: number, hash: number, writtenIn: number): Snapshot | undefined {
    const { open } = this;
    if (open.length === 0) return undefined;
    const first = Math.max(writtenIn, this.parts.births.at(page));
    for (let i = 0; i < open.length; i++) {
      const snapshot = open[i]!;
      if (snapshot.epoch >= first && !this.isRead(snapshot, page, hash)) return snapshot;
    }
    return undefined;
  }

  private isRead(snapshot: Snapshot, page: number, hash: number): boolean {
    return this.placeIn(snapshot, page, hash) < snapshot.log.pagesRead;
  }

  private placeIn({ depth }: Snapshot, page: number, hash: number): number {
    return this.parts.directory.placeOf(page, hash, depth);
  }

  /** One that nobody needs any more, if it fits; memory is slow the first time that it is used. */
  private emptyLog(slotCount: number, pageCount: number): UndoLogWriter {
    const { memory, slotInts } = this.parts;
    const { openSnapshots } = memory;
    const isNeeded = ({ epoch, releasedIn }: IdleLog): boolean =>
      openSnapshots.some((other) => other >= epoch && other < releasedIn);
    const free = this.idle.filter((each) => !isNeeded(each) && each.log.suits(slotCount, pageCount));
    const [next, ...others] = free;
    this.idle = [...this.idle.filter(isNeeded), ...others];
    if (next === undefined) {
      return new UndoLogWriter(undoLogMemory(Math.max(1, slotCount), slotInts, pageCount), slotInts);
    }
    next.log.restart();
    return next.log;
  }
}
