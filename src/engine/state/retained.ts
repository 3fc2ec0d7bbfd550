/** What is given up and may still be read by a snapshot's reader, in one epoch. */
interface GivenUp {
  readonly epoch: number;
  readonly items: number[];
}

/** Pages or blocks that are in use no more and that snapshots still need, by the oldest snapshot that does. */
export class Retained {
  /** By the epoch of the snapshot. */
  private readonly bySnapshot = new Map<number, GivenUp[]>();

  /** @param snapshot the oldest that needs it; @param epoch the present one */
  keep(item: number, snapshot: number, epoch: number): void {
    const lists = this.listsOf(snapshot);
    const newest = lists.at(-1);
    if (newest?.epoch === epoch) newest.items.push(item);
    else lists.push({ epoch, items: [item] });
  }

  /**
   * A snapshot is read. Gives what no other needs; the rest waits for the next one that was open when it was given up.
   *
   * @param open the epochs of the snapshots that are still read, the oldest first
   */
  released(snapshot: number, open: readonly number[]): readonly number[][] {
    const free: number[][] = [];
    for (const list of this.bySnapshot.get(snapshot) ?? []) {
      const next = open.find((other) => other > snapshot && other < list.epoch);
      if (next === undefined) free.push(list.items);
      else this.listsOf(next).push(list);
    }
    this.bySnapshot.delete(snapshot);
    return free;
  }

  private listsOf(snapshot: number): GivenUp[] {
    const lists = this.bySnapshot.get(snapshot) ?? [];
    this.bySnapshot.set(snapshot, lists);
    return lists;
  }
}
