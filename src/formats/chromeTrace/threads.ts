import { metadataEvent, type WrittenEvent } from './layout.js';

/** More threads than this below one subtask keep no order among each other. */
const lanesInOrder = 100;

/**
 * Gives threads their ids, unique in the whole file, and names each where it comes up first. The first lane of a row is
 * the thread of a subtask; the others lie below it and have what overlaps.
 */
export class Threads {
  private readonly ids = new Map<string, number>();
  private readonly unnamed: WrittenEvent[] = [];

  constructor(private nextId: number) {}

  id(pid: number, name: string, row: number, lane = 0): number {
    const key = `${pid} ${row} ${lane}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.nextId++;
    this.ids.set(key, id);
    const thread = { name: lane === 0 ? name : `${name}, overlapping ${lane}` };
    const position = { sort_index: row * lanesInOrder + Math.min(lane, lanesInOrder - 1) };
    this.unnamed.push(metadataEvent('thread_name', pid, thread, id));
    this.unnamed.push(metadataEvent('thread_sort_index', pid, position, id));
    return id;
  }

  /** Events that name the threads that came up since the last call. */
  takeNames(): readonly WrittenEvent[] {
    return this.unnamed.splice(0);
  }
}
