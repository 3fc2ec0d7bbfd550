import type { ChoiceStore } from './jobChoices.js';

const key = 'checkpointLens.rows';

/** Enough for what a person comes back to; the oldest are forgotten first. */
export const mostJobs = 50;

/** Longer than any page writes, in characters of JSON; what is longer is damage and not kept. */
const longestSettings = 200_000;

type Kept = readonly [job: string, settings: unknown];

/** How a person arranged the rows of each job, by the job's name; what it says is for the page to read. */
export class JobRows {
  constructor(private readonly store: ChoiceStore) {}

  of(job: string): unknown {
    return this.kept().find(([of]) => of === job)?.[1];
  }

  async keep(job: string, settings: unknown): Promise<void> {
    if (job === '' || JSON.stringify(settings).length > longestSettings) return;
    const others = this.kept().filter(([of]) => of !== job);
    await this.store.update(key, [...others, [job, settings]].slice(-mostJobs));
  }

  private kept(): readonly Kept[] {
    const kept = this.store.get(key);
    return Array.isArray(kept) ? kept.filter(isKept) : [];
  }
}

function isKept(entry: unknown): entry is Kept {
  return Array.isArray(entry) && typeof entry[0] === 'string';
}
