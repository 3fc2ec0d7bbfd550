import type { TaskLabel } from './taskLabel.js';

/** Thousands of names against thousands; a hostile log has more. */
const comparisonsMax = 20_000_000;

/**
 * The names of tasks. Where a line puts other text before a name, only its layout tells where the name begins, and it may be
 * read too long or too short. Other lines mark the begin: their names put the first right.
 */
export class TaskNames {
  private readonly sure = new Set<string>();
  private readonly corrected = new Map<string, string>();
  private comparisonsLeft = comparisonsMax;

  /** A name whose begin was marked. All are to be added before the first question. */
  add(name: string): void {
    this.sure.add(name);
  }

  labelOf(label: TaskLabel): TaskLabel {
    const name = this.nameOf(label.name);
    return name === label.name ? label : { ...label, name };
  }

  private nameOf(read: string): string {
    if (this.sure.size === 0 || this.sure.has(read)) return read;
    const known = this.corrected.get(read);
    if (known !== undefined) return known;
    this.comparisonsLeft -= this.sure.size;
    if (this.comparisonsLeft < 0) return read;
    const corrected = this.longestWithin(read) ?? this.onlyAround(read) ?? read;
    this.corrected.set(read, corrected);
    return corrected;
  }

  private longestWithin(read: string): string | undefined {
    const within = [...this.sure].filter(
      (name) => read.endsWith(name) && !/[\p{L}\p{N}]$/u.test(read.slice(0, -name.length)),
    );
    return within.sort((a, b) => b.length - a.length)[0];
  }

  private onlyAround(read: string): string | undefined {
    const around = [...this.sure].filter((name) => name.endsWith(read));
    return around.length === 1 ? around[0] : undefined;
  }
}
