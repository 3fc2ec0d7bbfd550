import type { DefinitionPlace } from '../../engine/pipeline/place.js';

/** What a definition says and the SQL does not, though its results are the same. */
export interface Note {
  readonly text: string;
  readonly at: DefinitionPlace | undefined;
}

export class Notes {
  private readonly notes: Note[] = [];

  add(text: string, at: DefinitionPlace | undefined): void {
    this.notes.push({ text, at });
  }

  get all(): readonly Note[] {
    return this.notes;
  }
}
