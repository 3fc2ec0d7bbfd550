import { IndexedRandom } from '../../../src/engine/pipeline/random.js';
import type { RunRequest } from './figures.js';

/** Records between two looks at the clock. */
const stride = 100_000;

/** The same count in a loop over a JavaScript `Map`, on one thread: no engine, no exchange, no checkpoint. Records per second. */
export function mapLoop({ keys, windowMs }: RunRequest): number {
  const counts = new Map<number, number>();
  const random = new IndexedRandom(1);
  for (let key = 0; key < keys; key++) counts.set(key, 1);
  const start = performance.now();
  let records = 0;
  do {
    for (const end = records + stride; records < end; records++) {
      random.restart(records);
      const key = random.int(keys);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  } while (performance.now() - start < windowMs);
  return (records / (performance.now() - start)) * 1000;
}
