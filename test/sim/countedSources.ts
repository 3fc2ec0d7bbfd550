import { generate } from '../../src/engine/pipeline/connectors.js';
import { int32, struct } from '../../src/engine/pipeline/recordTypes.js';
import type { StreamEnvironment } from '../../src/engine/pipeline/dsl.js';
import type { DataStream } from '../../src/engine/pipeline/streams.js';

export const Keyed = struct({ key: int32 });

/** Two sources make the records in turn. */
export const sourceIds = ['even', 'odd'] as const;

/** So many records, of which each key has one after the other. */
export function countedSources(
  env: StreamEnvironment,
  { records, keys }: { readonly records: number; readonly keys: number },
): DataStream<{ readonly key: number }> {
  const [even, odd] = sourceIds.map((id, offset) => {
    const make = (index: number): { key: number } => ({ key: (2 * index + offset) % keys });
    const count = Math.ceil((records - offset) / 2);
    return env.source(Keyed, generate(make, { count })).uid(id);
  });
  return even!.union(odd!);
}
