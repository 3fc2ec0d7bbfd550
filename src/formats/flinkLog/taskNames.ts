import type { TaskLabel } from './taskLabel.js';

const endOfLayout = /[-\])}|>]\s*$/;

/** Thousands of names against thousands; a hostile log has more. */
const comparisonsMax = 20_000_000;

/**
 * The names of tasks. Where a line puts other text before a name, only its layout tells where the name begins, and it may be
 * read too long or too short. Other lines mark the begin: their names put the first right.
 */
export class TaskNames {
  private readonly sure = new Set<string>();
  /** By the text that a name was found in. */
  private readonly found = new Map<string, string>();
  private comparisonsLeft = comparisonsMax;

  /** A name whose begin was marked. All are to be added before the first question. */
  add(name: string): void {
    this.sure.add(name);
  }

  labelOf(label: TaskLabel): TaskLabel {
    if (label.within === undefined) return label;
    const name = this.nameWithin(label.within);
    if (name === undefined || name === label.name) return label;
    // `Writer` is not `slow sink: Writer`, which no line may have marked.
    const isShorter = name.length < label.name.length;
    return isShorter && !endOfLayout.test(label.name.slice(0, -name.length)) ? label : { ...label, name };
  }

  /** The longest of the sure names that the text ends with. */
  private nameWithin(text: string): string | undefined {
    const known = this.found.get(text);
    if (known !== undefined) return known;
    this.comparisonsLeft -= this.sure.size;
    if (this.comparisonsLeft < 0) return undefined;
    let longest: string | undefined;
    for (const name of this.sure) {
      const isEnd = name.length > (longest?.length ?? 0) && text.endsWith(name);
      if (isEnd && !/[\p{L}\p{N}]$/u.test(text.slice(0, -name.length).slice(-2))) longest = name;
    }
    if (longest !== undefined) this.found.set(text, longest);
    return longest;
  }
}
