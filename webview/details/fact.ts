/** A name and what is known under it. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface FactSection {
  readonly title: string;
  readonly facts: readonly Fact[];
  /** A sentence under the facts. */
  readonly note?: string;
}
