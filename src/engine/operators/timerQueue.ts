import type { Key } from '../pipeline/functions.js';

/** Keys with a timer at one time, in the order in which they are due. */
interface Due {
  readonly keys: Key[];
  next: number;
}

/** Below so many times it is not worth while to look for those whose timers are all gone. */
const alwaysKept = 1024;
/** Among so many keys of one time a deleted timer is looked for; beyond that it stays, to be passed over. */
const searched = 16;

/**
 * Timers by time: an index of what the state has, made anew after a restore. Times are in a binary heap, each once, with their
 * keys beside it, so that a million windows which end at the same time cost one place in the heap.
 */
export class TimerQueue {
  private times: number[] = [];
  private readonly due = new Map<number, Due>();

  /** The time of the first timer; Infinity for none. */
  get first(): number {
    while (this.times.length > 0 && !this.due.has(this.times[0]!)) this.removeFirstTime();
    return this.times[0] ?? Infinity;
  }

  add(time: number, key: Key): void {
    const due = this.due.get(time);
    if (due) due.keys.push(key);
    else {
      this.due.set(time, { keys: [key], next: 0 });
      this.addTime(time);
    }
  }

  /** Forgets a timer, where that costs little; one that stays is found to have been deleted when its time comes. */
  remove(time: number, key: Key): void {
    const due = this.due.get(time);
    if (!due || due.keys.length > searched) return;
    const at = due.keys.lastIndexOf(key);
    if (at < due.next) return;
    due.keys.splice(at, 1);
    if (due.next === due.keys.length) this.due.delete(time);
    if (this.times.length > alwaysKept && this.times.length > 2 * this.due.size) this.compact();
  }

  /** Takes the key of the first timer, of which there must be one. */
  take(): Key {
    const time = this.first;
    const due = this.due.get(time)!;
    const key = due.keys[due.next++]!;
    if (due.next === due.keys.length) this.due.delete(time);
    return key;
  }

  private compact(): void {
    this.times = [...this.due.keys()].sort((a, b) => a - b);
  }

  private addTime(time: number): void {
    const { times } = this;
    let at = times.push(time) - 1;
    for (let parent = (at - 1) >> 1; at > 0 && times[parent]! > time; at = parent, parent = (at - 1) >> 1) {
      times[at] = times[parent]!;
    }
    times[at] = time;
  }

  private removeFirstTime(): void {
    const { times } = this;
    const last = times.pop()!;
    const { length } = times;
    if (length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child + 1 < length && times[child + 1]! < times[child]!) child++;
      if (child >= length || times[child]! >= last) break;
      times[at] = times[child]!;
      at = child;
    }
    times[at] = last;
  }
}
