import type { OpenStore } from '../clusters/clusterStore.js';

const key = 'checkpointLens.savepointsOnFlink';

/** Where the last savepoint of each definition's job is, a URI of its cluster's file systems. */
export class LastSavepoints {
  constructor(private readonly memory: OpenStore) {}

  /** @param definition path of it */
  of(definition: string): string | undefined {
    const place = this.all[definition];
    return typeof place === 'string' ? place : undefined;
  }

  async keep(definition: string, place: string): Promise<void> {
    await this.memory.update(key, { ...this.all, [definition]: place });
  }

  /** Another version may have written it. */
  private get all(): Readonly<Record<string, unknown>> {
    const kept = this.memory.get(key);
    return typeof kept === 'object' && kept !== null ? (kept as Readonly<Record<string, unknown>>) : {};
  }
}
