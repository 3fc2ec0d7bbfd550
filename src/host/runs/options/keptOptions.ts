import type { OpenStore } from '../../clusters/clusterStore.js';
import { runOptions, type RunOptionValues } from './runOptions.js';

const key = 'checkpointLens.runOptions';

/** The options that a person has set for runs of each definition. None of them is a secret. */
export class KeptOptions {
  constructor(private readonly memory: OpenStore) {}

  /** @param definition path of it */
  of(definition: string): RunOptionValues {
    const kept = this.all[definition];
    // Another version may have written it, with other options.
    const known = runOptions.flatMap(({ name }) => {
      const value = isRecord(kept) ? kept[name] : undefined;
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    return Object.fromEntries(known);
  }

  async keep(definition: string, values: RunOptionValues): Promise<void> {
    await this.memory.update(key, { ...this.all, [definition]: values });
  }

  private get all(): Readonly<Record<string, unknown>> {
    const kept = this.memory.get(key);
    return isRecord(kept) ? kept : {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
