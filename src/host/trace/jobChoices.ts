/** Where choices are kept: a part of VS Code's `Memento`. */
export interface ChoiceStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'checkpointLens.jobs';

/** Enough for what a person comes back to; the oldest are forgotten first. */
export const mostJobChoices = 100;

type Choice = readonly [uri: string, job: string];

/** Which job a person chose for each input that holds several. */
export class JobChoices {
  constructor(private readonly store: ChoiceStore) {}

  of(uri: string): string | undefined {
    return this.choices().find(([of]) => of === uri)?.[1];
  }

  async keep(uri: string, job: string): Promise<void> {
    const others = this.choices().filter(([of]) => of !== uri);
    await this.store.update(key, [...others, [uri, job]].slice(-mostJobChoices));
  }

  private choices(): readonly Choice[] {
    const kept = this.store.get(key);
    return Array.isArray(kept) ? (kept as Choice[]) : [];
  }
}
